'use client';

import clsx from 'clsx';
import { Eye, EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, type InputHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import { IconButton } from './button.tsx';
import { Field, inputClass, type FieldText } from './field.tsx';

type TextFieldProps = FieldText &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'size'> & {
    size?: 'medium' | 'large';
    ref?: React.Ref<HTMLInputElement>;
  };

/** One line of text with its label, hint and error. */
export function TextField({
  label,
  hint,
  error,
  size = 'medium',
  className,
  ...rest
}: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(ids) => (
        <input
          type="text"
          {...rest}
          {...ids}
          className={clsx(inputClass, size === 'large' ? 'h-14 text-lg' : 'h-10')}
        />
      )}
    </Field>
  );
}

/** A password with a button that shows it. */
export function PasswordField({
  label,
  hint,
  error,
  className,
  ...rest
}: Omit<TextFieldProps, 'size'>) {
  const t = useTranslations('common');
  const [isShown, setIsShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(ids) => (
        <div className="relative">
          <input
            {...rest}
            {...ids}
            type={isShown ? 'text' : 'password'}
            spellCheck={false}
            autoCapitalize="off"
            className={clsx(inputClass, 'h-10 pr-11')}
          />
          <IconButton
            icon={isShown ? EyeOff : Eye}
            label={t(isShown ? 'hidePassword' : 'showPassword')}
            size="small"
            className="absolute top-1 right-1"
            onClick={() => setIsShown((shown) => !shown)}
          />
        </div>
      )}
    </Field>
  );
}

type TextAreaProps = FieldText &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id'> & {
    ref?: React.Ref<HTMLTextAreaElement>;
  };

/** Several lines of text. */
export function TextArea({ label, hint, error, className, ...rest }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(ids) => <textarea rows={4} {...rest} {...ids} className={clsx(inputClass, 'py-2')} />}
    </Field>
  );
}
