import type pg from 'pg';

export interface Table {
  name: string;
  /** Columns that are stored: generated ones are computed again. */
  columns: string[];
}

/** Every table of the program, by name. */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select c.relname as name,
           array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and not c.relispartition and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname
    order by c.relname`);
  return rows;
}

export function copyColumns({ name, columns }: Table): string {
  return `public.${quote(name)} (${columns.map(quote).join(', ')})`;
}

export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

export async function countRows(client: pg.Client, table: string): Promise<number> {
  const { rows } = await client.query<{ n: string }>(
    `select count(*) as n from public.${quote(table)}`,
  );
  return Number(rows[0]?.n);
}

/** Next numbers by qualified name. */
export async function readSequences(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; value: string | null }>(`
    select format('%I.%I', schemaname, sequencename) as name, last_value::text as value
    from pg_sequences where schemaname = 'public'`);
  return Object.fromEntries(rows.flatMap(({ name, value }) => (value ? [[name, value]] : [])));
}

interface ForeignKey {
  table: string;
  name: string;
  definition: string;
}

/**
 * Takes the references between tables away for the time of `load` and puts them back, which checks all
 * rows at once: tables can then be filled in any order, by a user who is no superuser.
 */
export async function withoutReferences(
  client: pg.Client,
  load: () => Promise<void>,
): Promise<void> {
  const { rows } = await client.query<ForeignKey>(`
    select conrelid::regclass::text as table, quote_ident(conname) as name,
           pg_get_constraintdef(oid) as definition
    from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`);
  for (const key of rows)
    await client.query(`alter table ${key.table} drop constraint ${key.name}`);
  await load();
  for (const key of rows) {
    await client.query(`alter table ${key.table} add constraint ${key.name} ${key.definition}`);
  }
}
