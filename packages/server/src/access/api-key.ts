import { createHash, randomBytes } from 'node:crypto'
import { Column, Entity, Index } from 'typeorm'
import { Row, type Values } from '../base/rows.ts'
import type { ApiKeyScope, Role } from '../base/viewer.ts'
import { newId } from '../base/work.ts'

const PREFIX = 'rck_'

/** A key for programs, with the rights of a role. The secret is shown once and stored as its SHA-256 alone. */
@Entity('api_keys')
@Index('api_keys_secret', ['secretHash'])
@Index('api_keys_previous_secret', ['previousSecretHash'])
export class ApiKey extends Row {
  @Column({ type: 'varchar', length: 200 })
  name!: string

  /** The first characters of the secret, to tell keys apart. */
  @Column({ type: 'varchar', length: 16 })
  prefix!: string

  @Column({ type: 'varchar', length: 64 })
  secretHash!: string

  @Column({ type: 'varchar', length: 32 })
  role!: Role

  /** What of the rights of the role it has; null: all of them. */
  @Column({ type: 'json', nullable: true })
  scopes!: ApiKeyScope[] | null

  /** The user who made it, with whose deactivation it ends; null where none did. */
  @Column({ type: 'varchar', length: 36, nullable: true })
  createdById!: string | null

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date

  @Column({ type: 'datetime', precision: 3, nullable: true })
  expiresAt!: Date | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  lastUsedAt!: Date | null

  /** Of the secret before the last rotation, and until when that one still works. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  previousSecretHash!: string | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  previousExpiresAt!: Date | null
}

/** The row of a key that nobody has used yet. */
export function newApiKey(
  secret: string,
  values: Pick<ApiKey, 'name' | 'role' | 'createdAt'> & Partial<Pick<ApiKey, 'scopes' | 'createdById' | 'expiresAt'>>,
): Values<ApiKey> {
  return {
    scopes: null,
    createdById: null,
    expiresAt: null,
    ...values,
    id: newId(),
    prefix: prefixOf(secret),
    secretHash: apiKeyHash(secret),
    lastUsedAt: null,
    previousSecretHash: null,
    previousExpiresAt: null,
  }
}

/** The first characters of a secret: its kind, and enough to tell it from others. */
export function prefixOf(secret: string): string {
  return secret.slice(0, PREFIX.length + 4)
}

/** A new secret: 32 random bytes behind the prefix that names its kind. */
export function newApiKeySecret(): string {
  return PREFIX + randomBytes(32).toString('base64url')
}

/** What is stored of a secret. A random secret needs no slow hash. */
export function apiKeyHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
