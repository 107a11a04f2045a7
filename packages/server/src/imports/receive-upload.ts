import { IsNull } from 'typeorm'
import { canManagePeople } from '../access/permissions.ts'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, newId, readingWork, type Server } from '../base/work.ts'
import { putFile } from '../files/put-file.ts'
import { removeFile } from '../files/remove-file.ts'
import { viewerOf } from '../users/viewer-of.ts'
import { askToDiscard, DISCARD_AFTER_MS } from './stage-file.ts'
import { Upload, uploadTokenHash } from './upload.ts'

/** Why bytes were not kept. */
export const NotKept = {
  UNKNOWN: 'UNKNOWN',
  NOT_ALLOWED: 'NOT_ALLOWED',
  ARRIVED: 'ARRIVED',
  TOO_MANY: 'TOO_MANY',
  TOO_FEW: 'TOO_FEW',
} as const
export type NotKept = keyof typeof NotKept

/** Bytes as they arrive, and how many there will be where that is said beforehand. */
export interface ArrivingBytes {
  content: AsyncIterable<Uint8Array>
  length: number | null
}

class TooMany extends Error {}

/**
 * Keeps the bytes that arrive at the address with this token, once and only if they are as many as were announced;
 * answers why not, or null. Where they break off the address goes on working.
 */
export async function receiveUpload(server: Server, token: string, arriving: ArrivingBytes): Promise<NotKept | null> {
  const upload = await findUpload(server, token)
  if (!upload || upload.expiresAt <= server.now()) return NotKept.UNKNOWN
  const { organizationId, id, bytes } = upload
  const creator = { kind: upload.createdByKind, id: upload.createdById }
  const viewer = await viewerOf(readingWork(server, systemViewer(organizationId)), creator)
  if (!viewer || !canManagePeople(viewer)) return NotKept.NOT_ALLOWED
  if (upload.fileId) return NotKept.ARRIVED
  if (arriving.length !== null && arriving.length !== bytes) {
    return arriving.length > bytes ? NotKept.TOO_MANY : NotKept.TOO_FEW
  }
  // Each attempt has a file of its own: one that hangs stands in no other's way.
  const fileId = newId()
  const key = { organizationId, id: fileId }
  await inTransaction(server, viewer, (work) =>
    askToDiscard(work, fileId, new Date(work.now().getTime() + DISCARD_AFTER_MS)),
  )
  const counted = count(arriving.content, bytes)
  try {
    await putFile(server.config, key, counted.content)
  } catch (error) {
    if (error instanceof TooMany) return NotKept.TOO_MANY
    throw error
  }
  const isFirst =
    counted.bytes() === bytes &&
    (await inTransaction(server, viewer, (work) => work.rows(Upload).update({ id, fileId: IsNull() }, { fileId }))) ===
      1
  if (isFirst) return null
  await removeFile(server.config, key)
  return counted.bytes() < bytes ? NotKept.TOO_FEW : NotKept.ARRIVED
}

function findUpload({ database }: Server, token: string): Promise<Upload | null> {
  return (
    database.reader.manager
      .createQueryBuilder(Upload, 'upload')
      // The organization follows from the token.
      .comment('every organization')
      .where('upload.tokenHash = :tokenHash', { tokenHash: uploadTokenHash(token) })
      .getOne()
  )
}

// What is too much is noticed at the first byte of it, whatever was said beforehand.
function count(pieces: AsyncIterable<Uint8Array>, most: number) {
  let bytes = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      bytes += piece.length
      if (bytes > most) throw new TooMany()
      yield piece
    }
  }
  return { content: counted(), bytes: () => bytes }
}
