import { createHash, randomBytes } from 'node:crypto'
import { Column, Entity, Index } from 'typeorm'
import { Row } from '../base/rows.ts'
import type { ViewerKind } from '../base/viewer.ts'

/** An address for the bytes of one file, from `createUpload` until an import is made of them. */
@Entity('uploads')
@Index('uploads_token', ['tokenHash'])
@Index('uploads_created', ['organizationId', 'createdAt'])
export class Upload extends Row {
  /** SHA-256 of the token in the address. */
  @Column({ type: 'varchar', length: 64 })
  tokenHash!: string

  @Column({ type: 'varchar', length: 255 })
  fileName!: string

  /** As announced: no more and no fewer are taken. */
  @Column({ type: 'integer' })
  bytes!: number

  /** Under which id the bytes are kept; null until all of them have arrived. */
  @Column({ type: 'varchar', length: 36, nullable: true })
  fileId!: string | null

  /** The import that was made of them. */
  @Column({ type: 'varchar', length: 36, nullable: true })
  importId!: string | null

  @Column({ type: 'varchar', length: 32 })
  createdByKind!: ViewerKind

  @Column({ type: 'varchar', length: 36, nullable: true })
  createdById!: string | null

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date

  /** Until when bytes are taken. */
  @Column({ type: 'datetime', precision: 3 })
  expiresAt!: Date
}

/** 32 random bytes as text. */
export function newUploadToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a token. */
export function uploadTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
