import fs from 'node:fs';

/** Process ids of a process's own children that run that program. */
export function childrenOf(pid: number, program: string): number[] {
  const tasks = fs.readdirSync(`/proc/${pid}/task`);
  const children = tasks.flatMap((task) =>
    fs.readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(/\s+/),
  );
  return children
    .filter((child) => child !== '' && nameOf(child) === program)
    .map((child) => Number(child));
}

function nameOf(pid: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}
