import { IsNull, LessThan } from 'typeorm'
import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import { newId, type Work } from '../base/work.ts'
import { atPath, fileRefusal } from './file-refusal.ts'
import { DISCARD_AFTER_MS, LONGEST_FILENAME } from './stage-file.ts'
import { newUploadToken, Upload, uploadTokenHash } from './upload.ts'

/** How long an address takes bytes. */
const WORKS_FOR_MS = 3_600_000
/** Their bytes may lie here for a day before anything is made of them. */
const MOST_UNUSED = 20

/** A file that is going to be uploaded. */
export interface UploadAnnounced {
  filename: string
  bytes: number
}

/** Where its bytes are to be put. */
export interface UploadTarget {
  id: string
  url: string
  expiresAt: Date
}

/** Gives out an address for the bytes of one file: large ones, and those of clients that cannot send multipart. */
export async function createUpload(
  work: Work,
  { filename, bytes }: UploadAnnounced,
): Promise<{ target: UploadTarget }> {
  requireManagePeople(work)
  requireSize(bytes, work.config.maxFileBytes)
  const now = work.now()
  await work.rows(Upload).delete({ createdAt: LessThan(new Date(now.getTime() - DISCARD_AFTER_MS - WORKS_FOR_MS)) })
  await requireRoom(work)
  const token = newUploadToken()
  const { id, expiresAt } = await work.rows(Upload).insert({
    id: newId(),
    tokenHash: uploadTokenHash(token),
    fileName: filename.slice(-LONGEST_FILENAME),
    bytes,
    fileId: null,
    importId: null,
    createdByKind: work.viewer.kind,
    createdById: work.viewer.id,
    createdAt: now,
    expiresAt: new Date(now.getTime() + WORKS_FOR_MS),
  })
  await record(work, 'upload.created', null, { file: filename.slice(-LONGEST_FILENAME), bytes })
  return { target: { id, url: `${work.config.publicUrl}/uploads/${token}`, expiresAt } }
}

function requireSize(bytes: number, most: number): void {
  const path = ['input', 'bytes']
  if (bytes > most) {
    const message = `A file may have at most ${most} bytes; this one has ${bytes}.`
    throw atPath(fileRefusal('FILE_TOO_LARGE', { message, hint: 'Split the file and import its parts.' }), path)
  }
  if (bytes < 1)
    throw atPath(fileRefusal('FILE_EMPTY', { message: 'The file is empty.', hint: 'Save it again.' }), path)
}

async function requireRoom(work: Work): Promise<void> {
  const unused = await work.rows(Upload).count({ importId: IsNull() })
  if (unused < MOST_UNUSED) return
  throw new Refusal({
    code: 'INVALID',
    message: `There are ${unused} uploads of which no import was made, and at most ${MOST_UNUSED} may be.`,
    path: ['input'],
    hint: 'Start an import from one of them, or wait: each is given up after a day.',
  })
}
