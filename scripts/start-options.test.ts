import { describe, expect, it } from 'vitest';
import { parseStartOptions } from './start-options.mjs';

describe('the options of npm start', () => {
  it('are all optional', () => {
    expect(parseStartOptions([])).toEqual({
      ...{ isDemo: false, isLive: false, isLan: false, isHelp: false },
      ...{ port: undefined, dataDir: undefined, hallCount: 24 },
    });
  });

  it('are read', () => {
    const options = parseStartOptions([
      '--demo',
      '--live',
      '--lan',
      '--halls',
      '7',
      '--port',
      '0',
      '--data',
      'a b',
    ]);
    expect(options).toMatchObject({
      isDemo: true,
      isLive: true,
      isLan: true,
      hallCount: 7,
      port: 0,
      dataDir: 'a b',
    });
  });

  it.each([
    [['--bogus'], /Unknown option '--bogus'/],
    [['more'], /Unexpected argument 'more'/],
    [['--port', '70000'], /0 to 65535, not "70000"/],
    [['--port', 'x'], /0 to 65535, not "x"/],
    [['--live'], /--live needs --demo/],
    [['--demo', '--halls', '3'], /--halls needs --live/],
    [['--demo', '--live', '--halls', '201'], /0 to 200, not "201"/],
  ])('answer %j with one clear line and exit code 2', (args, message) => {
    expect(() => parseStartOptions(args)).toThrow(message);
    expect(() => parseStartOptions(args)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});
