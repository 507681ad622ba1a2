import { z } from 'zod';
import { ACCOUNT_ROLES } from '#domain/actor.ts';
import { defineCommand } from './command.ts';
import { id, instant, requiredLine } from './primitives.ts';

export const USERNAME = { minLength: 3, maxLength: 60, pattern: /^[a-z0-9][a-z0-9._-]{2,59}$/ };
export const PASSWORD = { minLength: 12, maxLength: 200 };

const username = z.string().trim().toLowerCase().regex(USERNAME.pattern);
const password = z.string().min(PASSWORD.minLength).max(PASSWORD.maxLength);
const accountId = z.string().regex(/^[\w-]{1,64}$/);

export const grantInput = z.object({
  role: z.enum(ACCOUNT_ROLES),
  scope: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('ALL') }),
    z.object({ kind: z.literal('CONFERENCE'), conferenceId: id }),
    z.object({ kind: z.literal('UNIT'), unitId: id }),
    z.object({ kind: z.literal('SITE'), siteId: id }),
  ]),
});

const ok = z.object({});
const exampleGrant = { role: 'ORGANISER' as const, scope: { kind: 'ALL' as const } };
const exampleAccountId = 'v0C3yJm3mV7TqH2b';

export const accountCommands = {
  'account:sign-in': defineCommand({
    summary:
      'Sign in with user name and password; answers with a cookie, so only over HTTP. Throttled.',
    permission: 'public:use',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({ username, password: z.string().min(1).max(200) }),
    output: ok,
    example: { input: { username: 'ban.to.chuc', password: 'mot mat khau dai' }, output: {} },
  }),
  'account:sign-out': defineCommand({
    summary: 'End this browser’s sign-in. Only over HTTP.',
    permission: 'public:use',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({}),
    output: ok,
    example: { input: {}, output: {} },
  }),
  'account:accept-link': defineCommand({
    summary:
      'Use a one-time link: set display name, user name and password, and sign in. Only over HTTP. Throttled.',
    permission: 'public:use',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({
      token: z.string().min(1).max(200),
      name: requiredLine(120),
      username,
      password,
    }),
    output: ok,
    example: {
      input: {
        token: 'kX2vTq0WJ5n0mZ8c1dUeYw',
        name: 'Nguyễn Văn An',
        username: 'ban.to.chuc',
        password: 'mot mat khau dai',
      },
      output: {},
    },
  }),
  'account:change-password': defineCommand({
    summary: 'Change one’s own password; other sign-ins of the account end. Only over HTTP.',
    permission: 'account:self',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({ currentPassword: z.string().min(1).max(200), newPassword: password }),
    output: ok,
    example: {
      input: { currentPassword: 'mot mat khau dai', newPassword: 'mot mat khau khac' },
      output: {},
    },
  }),
  'account:create': defineCommand({
    summary:
      'Create an account with its grants; `account:one-time-link` then gives the link to hand over.',
    permission: 'account:manage',
    kind: 'write',
    input: z.object({ name: requiredLine(120), grants: z.array(grantInput).min(1).max(20) }),
    output: z.object({ accountId }),
    example: {
      input: { name: 'Trần Thị Bình', grants: [exampleGrant] },
      output: { accountId: exampleAccountId },
    },
  }),
  'account:set-grants': defineCommand({
    summary:
      'Replace an account’s grants; its open pages are disconnected and take the new ones. The last administrator stays one (LAST_ADMINISTRATOR).',
    permission: 'account:manage',
    kind: 'write',
    input: z.object({ accountId, grants: z.array(grantInput).max(20) }),
    output: ok,
    example: { input: { accountId: exampleAccountId, grants: [exampleGrant] }, output: {} },
  }),
  'account:disable': defineCommand({
    summary:
      'Disable an account: its sign-ins and links end. The last administrator cannot be disabled (LAST_ADMINISTRATOR).',
    permission: 'account:manage',
    kind: 'write',
    input: z.object({ accountId }),
    output: ok,
    example: { input: { accountId: exampleAccountId }, output: {} },
  }),
  'account:enable': defineCommand({
    summary: 'Let a disabled account sign in again.',
    permission: 'account:manage',
    kind: 'write',
    input: z.object({ accountId }),
    output: ok,
    example: { input: { accountId: exampleAccountId }, output: {} },
  }),
  'account:issue-link': defineCommand({
    summary: 'Make a new one-time link for an account (its earlier unused links end).',
    permission: 'account:manage',
    kind: 'write',
    input: z.object({ accountId }),
    output: ok,
    example: { input: { accountId: exampleAccountId }, output: {} },
  }),
  'account:one-time-link': defineCommand({
    summary: 'The unused, unexpired one-time link of an account, to hand over.',
    permission: 'account:manage',
    kind: 'read',
    input: z.object({ accountId }),
    output: z.object({ link: z.url().nullable(), expiresAt: instant.nullable() }),
    example: {
      input: { accountId: exampleAccountId },
      output: {
        link: 'https://diemcau.example/setup/kX2vTq0WJ5n0mZ8c1dUeYw',
        expiresAt: '2026-12-01T01:00:00Z',
      },
    },
  }),
};
