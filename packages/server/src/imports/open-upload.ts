import { IsNull } from 'typeorm'
import { requireManagePeople } from '../access/permissions.ts'
import { notFound, Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { openFile } from '../files/open-file.ts'
import { askToDiscard, type CsvFile } from './stage-file.ts'
import { Upload } from './upload.ts'

const PATH = ['input', 'uploadId']

/** The bytes of an upload, for an import to be made of them; for a call that is repeated, those of that import. */
export async function openUpload(
  work: Work,
  uploadId: string,
): Promise<Pick<CsvFile, 'content' | 'filename' | 'path'>> {
  requireManagePeople(work)
  const upload = await loadUpload(work, uploadId)
  const { organizationId, fileId, importId, fileName } = upload
  if (!fileId) {
    throw new Refusal({
      code: 'INVALID',
      message: 'The bytes of this upload have not arrived.',
      path: PATH,
      hint: 'PUT them to the address that createUpload gave out, and wait for its answer.',
    })
  }
  const content = await openFile(work.config, { organizationId, id: importId ?? fileId })
  if (content) return { content, filename: fileName, path: PATH }
  throw new Refusal({
    code: 'NOT_FOUND',
    message: 'The bytes of this upload are not kept any more.',
    path: PATH,
    hint: 'Call createUpload and upload the file again.',
    facts: { type: 'NotFoundError', id: uploadId },
  })
}

/** Notes which import was made of an upload; refuses when it is not the first. */
export async function useUpload(work: Work, uploadId: string, importId: string): Promise<void> {
  const { fileId } = await loadUpload(work, uploadId)
  const isFirst = (await work.rows(Upload).update({ id: uploadId, importId: IsNull() }, { importId })) === 1
  if (!isFirst) {
    throw new Refusal({
      code: 'INVALID',
      message: 'An import was made of this upload already.',
      path: PATH,
      hint: 'Go on with that import, or call createUpload and upload the file again.',
    })
  }
  // The import has a copy of its own.
  if (fileId) await askToDiscard(work, fileId)
}

async function loadUpload(work: Work, uploadId: string): Promise<Upload> {
  const upload = await work.rows(Upload).findOne({ id: uploadId })
  if (!upload) throw notFound('upload', uploadId, PATH)
  return upload
}
