import { createHash, randomBytes } from 'node:crypto'
import { Column, Entity, Index } from 'typeorm'
import { Row } from '../base/rows.ts'
import type { Role } from '../base/viewer.ts'

const PREFIX = 'rck_'

/** A key for programs, with the rights of a role. The secret is shown once and stored as its SHA-256 alone. */
@Entity('api_keys')
@Index('api_keys_secret', ['secretHash'])
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

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date

  @Column({ type: 'datetime', precision: 3, nullable: true })
  expiresAt!: Date | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  lastUsedAt!: Date | null
}

/** A new secret: 32 random bytes behind the prefix that names its kind. */
export function newApiKeySecret(): string {
  return PREFIX + randomBytes(32).toString('base64url')
}

/** What is stored of a secret. A random secret needs no slow hash. */
export function apiKeyHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
