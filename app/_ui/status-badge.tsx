import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  LoaderCircle,
  Radio,
  TriangleAlert,
  Unplug,
  UserRoundCheck,
  UserRoundX,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Badge, type Tone } from './badge.tsx';

/** Each state has a colour, an icon and a word: colour alone never says anything. */
const LOOKS = {
  onAir: { tone: 'onAir', icon: Radio },
  ready: { tone: 'ok', icon: CircleCheck },
  warning: { tone: 'warn', icon: TriangleAlert },
  disconnected: { tone: 'danger', icon: Unplug },
  notJoined: { tone: 'neutral', icon: CircleDashed },
  connecting: { tone: 'info', icon: LoaderCircle },
  draft: { tone: 'neutral', icon: CircleDashed },
  scheduled: { tone: 'info', icon: Clock },
  running: { tone: 'ok', icon: CircleCheck },
  closed: { tone: 'neutral', icon: CircleCheck },
  done: { tone: 'ok', icon: CircleCheck },
  failed: { tone: 'danger', icon: CircleX },
  needsCare: { tone: 'warn', icon: CircleAlert },
  revoked: { tone: 'danger', icon: CircleX },
  present: { tone: 'ok', icon: UserRoundCheck },
  late: { tone: 'ok', icon: Clock },
  excused: { tone: 'info', icon: CircleAlert },
  unexcused: { tone: 'danger', icon: UserRoundX },
  unmarked: { tone: 'neutral', icon: CircleDashed },
} as const satisfies Record<string, { tone: Tone; icon: LucideIcon }>;

export type Status = keyof typeof LOOKS;

interface StatusBadgeProps {
  status: Status;
  /** Says it more exactly than the state's own word ("Mất kết nối 2 phút"). */
  text?: string;
  className?: string;
}

/** A state with its colour, icon and word. */
export function StatusBadge({ status, text, className }: StatusBadgeProps) {
  const t = useTranslations('common.status');
  const { tone, icon } = LOOKS[status];
  return (
    <Badge tone={tone} icon={icon} className={className}>
      {text ?? t(status)}
    </Badge>
  );
}
