import { boolean, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, primaryId, secretHash } from './columns.ts';

// `account_user`, `account_session`, `account_credential` and `account_verification` are better-auth's
// own models (user, session, account, verification) under names that don't collide with the domain's.

export const accountUser = pgTable('account_user', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  username: text('username').unique(),
  displayUsername: text('display_username'),
  createdAt: createdAt(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  disabledAt: moment('disabled_at'),
});

export const accountSession = pgTable(
  'account_session',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => accountUser.id, { onDelete: 'cascade' }),
    token: text('token').notNull().unique(),
    expiresAt: moment('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [index('account_session_user').on(table.userId)],
);

export const accountCredential = pgTable(
  'account_credential',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => accountUser.id, { onDelete: 'cascade' }),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: moment('access_token_expires_at'),
    refreshTokenExpiresAt: moment('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [index('account_credential_user').on(table.userId)],
);

export const accountVerification = pgTable('account_verification', {
  id: text('id').primaryKey(),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: moment('expires_at').notNull(),
  createdAt: createdAt(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
});

/**
 * What an account may do, and where. `scopeKind` ALL has no `scopeId`; CONFERENCE, UNIT (the whole
 * subtree) and SITE name one row.
 */
export const accountGrant = pgTable(
  'account_grant',
  {
    id: primaryId(),
    userId: text('user_id')
      .notNull()
      .references(() => accountUser.id, { onDelete: 'cascade' }),
    role: text('role', {
      enum: ['ADMINISTRATOR', 'ORGANISER', 'DIRECTOR', 'UNIT_ADMIN', 'OFFICIAL'],
    }).notNull(),
    scopeKind: text('scope_kind', { enum: ['ALL', 'CONFERENCE', 'UNIT', 'SITE'] }).notNull(),
    scopeId: uuid('scope_id'),
    createdAt: createdAt(),
  },
  (table) => [index('account_grant_user').on(table.userId)],
);

/** A link that works once: sets the password of an account and signs it in. */
export const oneTimeLink = pgTable(
  'one_time_link',
  {
    id: primaryId(),
    userId: text('user_id')
      .notNull()
      .references(() => accountUser.id, { onDelete: 'cascade' }),
    tokenHash: secretHash('token_hash').notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex('one_time_link_token').on(table.tokenHash)],
);
