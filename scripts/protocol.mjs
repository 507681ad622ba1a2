// npm run protocol: writes docs/protocol-reference.md anew from the contract.
import { bootstrap, goOn } from './bootstrap.mjs';
import { exitWith } from './report.mjs';

try {
  process.exitCode = await goOn(await bootstrap(), ['scripts/protocol-reference.ts']);
} catch (error) {
  exitWith(error);
}
