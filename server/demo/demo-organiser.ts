import { commandOverHttp, dataOf, type HttpIdentity } from '#contract/program-client.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import type { LiveMemory } from './live-memory.ts';

/** The organiser's account by which the simulation gives its doors their links. */
export class DemoOrganiser {
  readonly identity: HttpIdentity;

  private constructor(identity: HttpIdentity) {
    this.identity = identity;
  }

  /**
   * Signs in; at the very first start by the one-time link's token, which also sets the password.
   * @throws Error when the link is used up and the password is not taken any more
   */
  static async enter(options: {
    origin: string;
    memory: LiveMemory;
    token: string | undefined;
  }): Promise<DemoOrganiser> {
    const { origin, memory, token } = options;
    const stranger: HttpIdentity = { origin, as: 'account', cookie: '' };
    const { username, password } = memory;
    const entered = memory.isAccountReady
      ? await commandOverHttp(stranger, 'account:sign-in', { username, password })
      : await commandOverHttp(stranger, 'account:accept-link', {
          token: token ?? '',
          name: 'Mô phỏng điểm danh',
          username,
          password,
        });
    dataOf(entered.answer);
    memory.isAccountReady = true;
    return new DemoOrganiser({ ...stranger, cookie: entered.cookie });
  }

  /** @throws Error when the command is refused or no answer comes */
  async command<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    return dataOf((await commandOverHttp(this.identity, name, input)).answer);
  }
}
