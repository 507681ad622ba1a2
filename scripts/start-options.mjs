import { parseArgs } from 'node:util';
import { ClearError } from './report.mjs';

const DEFAULT_HALLS = 24;
/** Each is a browser's worth of connections; more belong to the benches. */
const MOST_HALLS = 200;

export const START_HELP = `npm start [-- options]

  --port N      listen on this port (default: PORT, else 3000; 0: any free one)
  --data DIR    keep everything in this folder (default: DATA_DIR, else ./data, with --demo ./.data-demo)
  --demo        open a full-size demo round in a data folder of its own
  --live        with --demo: simulated delegates arrive at all doors, simulated halls join by video
  --halls N     with --live: so many halls on video, 0 to 200 (default: 24)
  --lan         HTTPS for this network: makes a local authority and a certificate for this machine
  --help        this text

Settings by environment (or a file .env): see .env.example. More: docs/operations.md`;

/**
 * @param {string[]} args
 * @returns {import('./start-options.d.mts').StartOptions}
 * @throws ClearError with exit code 2
 */
export function parseStartOptions(args) {
  const { values } = parse(args);
  if (values.live && !values.demo) throw new ClearError('--live needs --demo', 2);
  if (values.halls !== undefined && !values.live) throw new ClearError('--halls needs --live', 2);
  return {
    isDemo: values.demo === true,
    isLive: values.live === true,
    isLan: values.lan === true,
    hallCount: values.halls === undefined ? DEFAULT_HALLS : parseHalls(values.halls),
    isHelp: values.help === true,
    port: values.port === undefined ? undefined : parsePort(values.port),
    dataDir: values.data,
  };
}

function parse(args) {
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: false,
      options: {
        demo: { type: 'boolean' },
        live: { type: 'boolean' },
        lan: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        halls: { type: 'string' },
        port: { type: 'string' },
        data: { type: 'string' },
      },
    });
  } catch (error) {
    const reason = error.message.split('. ')[0].split('\n')[0];
    throw new ClearError(`${reason}. npm start -- --help lists the options.`, 2);
  }
}

function parseHalls(text) {
  const count = Number(text);
  if (/^\d+$/.test(text) && count <= MOST_HALLS) return count;
  throw new ClearError(`--halls takes a number from 0 to ${MOST_HALLS}, not "${text}"`, 2);
}

function parsePort(text) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new ClearError(`--port takes a number from 0 to 65535, not "${text}"`, 2);
}
