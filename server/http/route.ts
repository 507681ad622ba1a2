import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actor, Principal } from '#domain/actor.ts';
import type { Permission, RowScope } from '#domain/permissions.ts';
import type { Db } from '#db/client.ts';
import type { Logger } from '../logger.ts';

/** What a route's functions are given. */
export interface RouteContext {
  params: Record<string, string>;
  url: URL;
  actor: Actor;
  principal: Principal;
  db: Db;
  log: Logger;
  now: () => Date;
  origin: string;
  clientAddress: string;
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * A way in besides the commands: uploads and downloads of files. The permission is checked for the
 * row of `scope` before `handle` runs; a Refusal thrown by either is answered as JSON with its code.
 * With `public:use` nobody need be known, and `handle` itself decides.
 */
export interface HttpRoute {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** e.g. `/api/exports/sessions/:sessionId/figures.xlsx`; a parameter is one path segment. */
  path: string;
  permission: Permission;
  /** Answers HEAD as well; `handle` then sends no body. */
  answersHead?: true;
  /** @throws Refusal NOT_FOUND when the row doesn't exist */
  scope(context: RouteContext): Promise<RowScope> | RowScope;
  handle(context: RouteContext): Promise<void>;
}

/** @returns the path's parameters, or null when it isn't this route's path */
export function matchPath(pattern: string, pathname: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== value) return null;
      continue;
    }
    const decoded = decodeSegment(value);
    if (decoded === null || decoded === '') return null;
    params[part.slice(1)] = decoded;
  }
  return params;
}

function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
