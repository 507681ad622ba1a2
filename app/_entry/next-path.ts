/** The path to go on to after the sign-in; anything that could leave this site becomes `/`. */
export function safeNextPath(next: string | string[] | undefined): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/';
  const url = URL.parse(next, 'http://here.invalid');
  // `/.//elsewhere` is a path of ours only until it is written out: `//elsewhere`.
  const isOurs = url?.host === 'here.invalid' && !url.pathname.startsWith('//');
  return isOurs ? `${url.pathname}${url.search}` : '/';
}
