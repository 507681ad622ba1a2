import { commandOverHttp, dataOf, type HttpIdentity } from '#contract/program-client.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import type { LiveMemory } from './live-memory.ts';

/** The organiser's account by which a simulation gives its devices their links. */
export class DemoOrganiser {
  readonly identity: HttpIdentity;

  private constructor(identity: HttpIdentity) {
    this.identity = identity;
  }

  /**
   * Takes the account by the one-time link's token where that still opens, else signs in.
   * @throws Error when neither works or no answer comes
   */
  static async enter(options: {
    origin: string;
    memory: LiveMemory;
    /** What people read where it acts. */
    name: string;
    token: string | undefined;
  }): Promise<DemoOrganiser> {
    const { origin, token, name } = options;
    const { username, password } = options.memory;
    const stranger: HttpIdentity = { origin, as: 'account', cookie: '' };
    if (token) {
      const taking = { token, name, username, password };
      const taken = await commandOverHttp(stranger, 'account:accept-link', taking);
      if (taken.answer.ok) return new DemoOrganiser({ ...stranger, cookie: taken.cookie });
    }
    const entered = await commandOverHttp(stranger, 'account:sign-in', { username, password });
    dataOf(entered.answer);
    return new DemoOrganiser({ ...stranger, cookie: entered.cookie });
  }

  /** @throws Error when the command is refused or no answer comes */
  async command<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    return dataOf((await commandOverHttp(this.identity, name, input)).answer);
  }
}
