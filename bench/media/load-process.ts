import type { Orders, OrderAnswer, OrderMessage, OrderName } from './load-protocol.ts';
import { HallCrowd } from './hall-crowd.ts';
import { LineFleet } from './line-fleet.ts';

/** A load generator of its own, so that its processor time is told apart from the product's. */
const fleet = new LineFleet();
const crowd = new HallCrowd();

const HANDLERS: {
  [N in OrderName]: (
    input: Orders[N]['input'],
  ) => Promise<Orders[N]['output']> | Orders[N]['output'];
} = {
  join: (input) => fleet.join(input),
  joinRecreating: (input) => fleet.joinRecreating(input),
  joinBare: (input) => fleet.joinBare(input),
  watch: (footage) => fleet.watch(footage),
  seen: () => fleet.seen(),
  notePackets: (isOn) => fleet.notePackets(isOn),
  stat: () => fleet.stat(),
  connect: (input) => crowd.connect(input),
  reconnect: () => crowd.reconnect(),
  postStills: ({ everyMs }) => crowd.postStills(everyMs),
  leave: () => {
    fleet.leave();
    crowd.leave();
    return null;
  },
};

process.on('message', (message: OrderMessage) => {
  const answer = (given: OrderAnswer) => void process.send?.(given);
  const { id, name, input } = message;
  Promise.resolve()
    .then(() => (HANDLERS[name] as (input: unknown) => unknown)(input))
    .then(
      (output) => answer({ id, output: output ?? null }),
      (error: unknown) => answer({ id, error: String(error) }),
    );
});
process.on('disconnect', () => process.exit(0));
