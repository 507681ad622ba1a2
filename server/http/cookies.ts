import type { ServerResponse } from 'node:http';
import type { CookieWriter } from '../commands/handler.ts';

/** @returns the value of one cookie of a request, or null */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}

/** Reads the request's cookies, and sets ones that scripts can't read and other sites can't send. */
export function createCookieWriter(
  response: ServerResponse,
  options: { isSecure: boolean; cookieHeader: string | undefined },
): CookieWriter {
  const append = (header: string) => void response.appendHeader('set-cookie', header);
  const attributes = `Path=/; HttpOnly; SameSite=Lax${options.isSecure ? '; Secure' : ''}`;
  return {
    read: (name) => readCookie(options.cookieHeader, name),
    set: (name, value, { maxAgeSeconds }) =>
      append(`${name}=${value}; Max-Age=${maxAgeSeconds}; ${attributes}`),
    setRaw: append,
    clear: (name) => append(`${name}=; Max-Age=0; ${attributes}`),
  };
}
