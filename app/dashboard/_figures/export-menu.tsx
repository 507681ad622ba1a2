'use client';

import { FileSpreadsheet } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { Button } from '../../_ui/button.tsx';
import { Menu } from '../../_ui/menu.tsx';
import { menuItemClass } from '../../_ui/popover-class.ts';
import { useFigureText } from './use-figure-text.ts';

interface ExportMenuProps {
  sessionId: string;
  mayReadPeople: boolean;
}

/** The workbooks of a session, in the official layout. */
export function ExportMenu({ sessionId, mayReadPeople }: ExportMenuProps) {
  const { t } = useFigureText();
  const base = `/api/exports/sessions/${sessionId}`;
  const files = [
    { href: `${base}/figures-by-unit.xlsx`, label: t('export.byUnit') },
    { href: `${base}/figures-by-site.xlsx`, label: t('export.bySite') },
    ...(mayReadPeople ? [{ href: `${base}/absentees.xlsx`, label: t('export.absentees') }] : []),
  ];
  return (
    <Menu trigger={<Button icon={FileSpreadsheet}>{t('export.label')}</Button>}>
      {files.map(({ href, label }) => (
        <DropdownMenu.Item key={href} asChild className={menuItemClass}>
          {/* Not a page of the application: the browser itself must fetch and store it. */}
          <a href={href} download>
            {label}
          </a>
        </DropdownMenu.Item>
      ))}
    </Menu>
  );
}
