'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ACCOUNT_ROLES } from '#domain/actor.ts';
import { GRANT_SCOPES } from '#domain/grant-scopes.ts';
import { Button, IconButton } from '../_ui/button.tsx';
import { Combobox } from '../_ui/combobox.tsx';
import { Select } from '../_ui/select.tsx';
import type { ScopeChoices } from './account-view.ts';
import { newDraft, withRole, type GrantDraft } from './grant-draft.ts';

interface GrantEditorProps {
  drafts: readonly GrantDraft[];
  onDrafts: (drafts: GrantDraft[]) => void;
  scopes: ScopeChoices;
  /** Marks the places that are still missing. */
  check: 'no' | 'missing';
}

const MAX_GRANTS = 20;

/** The roles of an account, each with its place. */
export function GrantEditor({ drafts, onDrafts, scopes, check }: GrantEditorProps) {
  const t = useTranslations('accounts');
  const replace = (changed: GrantDraft) =>
    onDrafts(drafts.map((draft) => (draft.key === changed.key ? changed : draft)));
  return (
    <div className="flex flex-col gap-3">
      {drafts.map((draft) => (
        <GrantLine
          key={draft.key}
          draft={draft}
          scopes={scopes}
          check={check}
          onDraft={replace}
          onRemove={
            drafts.length > 1
              ? () => onDrafts(drafts.filter(({ key }) => key !== draft.key))
              : undefined
          }
        />
      ))}
      {drafts.length < MAX_GRANTS && (
        <Button
          size="small"
          icon={Plus}
          className="self-start"
          onClick={() => onDrafts([...drafts, newDraft('OFFICIAL')])}
        >
          {t('addRight')}
        </Button>
      )}
    </div>
  );
}

interface GrantLineProps {
  draft: GrantDraft;
  scopes: ScopeChoices;
  check: 'no' | 'missing';
  onDraft: (draft: GrantDraft) => void;
  onRemove: (() => void) | undefined;
}

function GrantLine({ draft, scopes, check, onDraft, onRemove }: GrantLineProps) {
  const t = useTranslations('accounts');
  const tc = useTranslations('common');
  const { role, scopeKind, scopeId } = draft;
  const kinds = GRANT_SCOPES[role];
  const isMissing = scopeKind !== 'ALL' && scopeId === null;
  return (
    <fieldset className="flex flex-col gap-3 rounded-lg border border-line p-4">
      <legend className="sr-only">{tc(`role.${role}`)}</legend>
      <div className="flex items-end gap-2">
        <Select
          label={t('role')}
          className="min-w-0 flex-1"
          options={ACCOUNT_ROLES.map((value) => ({ value, label: tc(`role.${value}`) }))}
          value={role}
          onValue={(value) => onDraft(withRole(draft, value))}
        />
        {onRemove && <IconButton icon={Trash2} label={t('removeRight')} onClick={onRemove} />}
      </div>
      <p className="text-sm text-ink-2">{t(`roleText.${role}`)}</p>
      {kinds.length > 1 && (
        <Select
          label={t('over')}
          options={kinds.map((value) => ({ value, label: t(`scope.${value}`) }))}
          value={scopeKind}
          onValue={(value) => onDraft({ ...draft, scopeKind: value, scopeId: null })}
        />
      )}
      {scopeKind !== 'ALL' && (
        <Combobox
          label={t(`place.${scopeKind}`)}
          options={scopes[scopeKind]}
          value={scopeId}
          onValue={(value) => onDraft({ ...draft, scopeId: value })}
          placeholder={t('placeHint')}
          error={check === 'missing' && isMissing ? t('placeMissing') : null}
        />
      )}
    </fieldset>
  );
}
