'use client';

import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button, type ButtonSize, type ButtonTone } from './button.tsx';
import { useToast } from './toast.tsx';

interface CopyButtonProps {
  text: string;
  label?: string;
  size?: ButtonSize;
  tone?: ButtonTone;
}

const COPIED_MS = 2_000;

/** Copies a text and says so in place. Works on plain http too, where there is no clipboard API. */
export function CopyButton({ text, label, size = 'small', tone }: CopyButtonProps) {
  const t = useTranslations('common');
  const notify = useToast();
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    const ok = await copyText(text);
    setIsCopied(ok);
    if (!ok) notify({ tone: 'danger', text: t('copyFailed') });
  };
  return (
    <Button size={size} tone={tone} icon={isCopied ? Check : Copy} onClick={copy}>
      <span aria-live="polite">{isCopied ? t('copied') : (label ?? t('copy'))}</span>
    </Button>
  );
}

async function copyText(text: string): Promise<boolean> {
  if (window.isSecureContext && navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => copyBySelection(text),
    );
  }
  return copyBySelection(text);
}

/** The way before the clipboard API: the only one left on an insecure origin. */
function copyBySelection(text: string): boolean {
  const holder = document.createElement('textarea');
  holder.value = text;
  holder.style.position = 'fixed';
  holder.style.opacity = '0';
  // Inside an open dialog the focus is trapped: the holder must be a child of it.
  (document.activeElement?.closest('[role="dialog"]') ?? document.body).append(holder);
  holder.select();
  const ok = document.execCommand('copy');
  holder.remove();
  return ok;
}
