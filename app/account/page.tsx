import { getTranslations } from 'next-intl/server';
import { requireAccount } from '../_server/guards.ts';
import { Shell } from '../_server/shell.tsx';
import { KeyValue } from '../_ui/key-value.tsx';
import { Card, PageHeader, Section } from '../_ui/page-header.tsx';
import { PasswordForm } from './password-form.tsx';

export async function generateMetadata() {
  return { title: (await getTranslations('entry'))('ownAccount') };
}

/** One's own account: what one may do, and a new password. */
export default async function OwnAccountPage() {
  const account = await requireAccount();
  const [t, common] = await Promise.all([getTranslations('entry'), getTranslations('common')]);
  const roles = [...new Set(account.grants.map((grant) => grant.role))];
  return (
    <Shell width="page">
      <PageHeader title={t('ownAccount')} />
      <Card>
        <KeyValue
          items={[
            { label: t('displayName'), value: account.name },
            {
              label: t('roles'),
              value: roles.map((role) => common(`role.${role}`)).join(', ') || t('noRoles'),
            },
          ]}
        />
      </Card>
      <Section title={t('changePassword')}>
        <Card>
          <PasswordForm />
        </Card>
      </Section>
    </Shell>
  );
}
