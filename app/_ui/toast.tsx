'use client';

import clsx from 'clsx';
import { CircleAlert, CircleCheck, Info, X, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Toast as Radix } from 'radix-ui';
import { createContext, use, useCallback, useState, type ReactNode } from 'react';
import { IconButton } from './button.tsx';

type ToastTone = 'ok' | 'danger' | 'info';
export interface ToastInput {
  tone?: ToastTone;
  text: string;
  /** One thing to do about it, such as undo. */
  action?: { label: string; onSelect: () => void };
}
type Toast = ToastInput & { id: number };

const ToastContext = createContext<((toast: ToastInput) => void) | null>(null);

/** `const notify = useToast(); notify({tone:'ok', text})`: a short word about what just happened. */
export function useToast(): (toast: ToastInput) => void {
  const notify = use(ToastContext);
  if (!notify) throw new Error('useToast needs a ToastRegion above it');
  return notify;
}

const SHOWN_MS = 6_000;
const ICONS: Record<ToastTone, LucideIcon> = { ok: CircleCheck, danger: CircleAlert, info: Info };
const INKS: Record<ToastTone, string> = {
  ok: 'text-ok-ink',
  danger: 'text-danger-ink',
  info: 'text-info-ink',
};

/**
 * Holds the toasts of the whole application, below right, above the phone's navigation; on a phone with
 * a dialog open above, where they don't lie over its buttons.
 */
export function ToastRegion({ children }: { children: ReactNode }) {
  const t = useTranslations('common');
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const notify = useCallback(
    (toast: ToastInput) => setToasts((all) => [...all.slice(-2), { ...toast, id: nextId() }]),
    [],
  );
  const drop = (id: number) => setToasts((all) => all.filter((toast) => toast.id !== id));
  return (
    <ToastContext value={notify}>
      <Radix.Provider label={t('notification')} duration={SHOWN_MS} swipeDirection="right">
        {children}
        {toasts.map((toast) => (
          <ToastCard
            key={toast.id}
            toast={toast}
            closeLabel={t('close')}
            onClose={() => drop(toast.id)}
          />
        ))}
        <Radix.Viewport className="fixed right-0 bottom-16 z-60 flex w-full flex-col gap-2 p-4 outline-none max-sm:in-[body:has([role=dialog],[role=alertdialog])]:top-0 max-sm:in-[body:has([role=dialog],[role=alertdialog])]:bottom-auto sm:bottom-0 sm:w-96" />
      </Radix.Provider>
    </ToastContext>
  );
}

let lastId = 0;
const nextId = () => (lastId += 1);

interface ToastCardProps {
  toast: Toast;
  closeLabel: string;
  onClose: () => void;
}

function ToastCard({ toast, closeLabel, onClose }: ToastCardProps) {
  const tone = toast.tone ?? 'info';
  const Icon = ICONS[tone];
  return (
    <Radix.Root
      onOpenChange={(open) => !open && onClose()}
      className="flex animate-appear items-start gap-3 rounded-lg border border-line bg-surface py-3 pr-2 pl-4 shadow-lift"
    >
      <Icon aria-hidden className={clsx('mt-0.5 size-5 shrink-0', INKS[tone])} />
      <Radix.Description className="flex-1 text-base">{toast.text}</Radix.Description>
      {toast.action && (
        <Radix.Action
          altText={toast.action.label}
          onClick={toast.action.onSelect}
          className="rounded-md px-2 py-0.5 text-base font-medium text-brand-ink hover:bg-hover"
        >
          {toast.action.label}
        </Radix.Action>
      )}
      <Radix.Close asChild>
        <IconButton icon={X} label={closeLabel} size="small" className="-mt-1" />
      </Radix.Close>
    </Radix.Root>
  );
}
