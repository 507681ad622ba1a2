import type { Option } from '../../../../_ui/select.tsx';

/** What a delegate's entry and the roster's filters choose from, within the reader's reach. */
export interface RosterChoices {
  sites: readonly Option[];
  units: readonly Option[];
  categories: readonly Option[];
}
