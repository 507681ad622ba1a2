import type { CommandOutput } from '#contract/registry.ts';
import type { AccountRole, GrantScope } from '#domain/actor.ts';
import type { Option } from '../_ui/select.tsx';

export type ScopeKind = GrantScope['kind'];
export type AccountState = 'ACTIVE' | 'WAITING' | 'DISABLED';

export interface GrantView {
  role: AccountRole;
  scopeKind: ScopeKind;
  scopeId: string | null;
  /** Null for "everything", and when the row is gone. */
  scopeName: string | null;
}

export interface AccountView {
  id: string;
  name: string;
  username: string | null;
  /** WAITING: the one-time link has not been used yet. */
  state: AccountState;
  grants: GrantView[];
}

/** What a grant may be given over, by kind of scope. */
export type ScopeChoices = Record<Exclude<ScopeKind, 'ALL'>, Option[]>;

/** The one-time link as it was shown: null in it when none is open. */
export type ShownLink = CommandOutput<'account:one-time-link'>;
