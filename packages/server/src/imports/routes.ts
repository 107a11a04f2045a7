import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Router } from 'express'
import type { Server } from '../base/work.ts'
import { csvTemplate } from './csv-template.ts'
import { receiveUpload, type NotKept } from './receive-upload.ts'
import { openRowDownload, type NoDownload } from './row-download.ts'
import { customFieldsFor } from './template-download.ts'

const CSV = 'text/csv; charset=utf-8'

/** The CSV template, before anything is uploaded, and the rows of an import with what became of them. */
export function importRoutes(server: Server): Router {
  const router = Router()
  router.get('/template.csv', async (request, response) => {
    const { requiredOnly, token } = request.query
    const customFields = await customFieldsFor(server, typeof token === 'string' ? token : null)
    if (!customFields) {
      const error = 'This address is not valid, or no longer. Ask for importTemplate again to get a new one.'
      return void response.status(404).json({ error })
    }
    const { filename, csv } = csvTemplate(customFields, { requiredOnly: requiredOnly === 'true' })
    response.attachment(filename).type(CSV).send(csv)
  })
  router.get('/downloads/:token', async (request, response) => {
    const opened = await openRowDownload(server, request.params.token)
    if (typeof opened === 'string') {
      const [status, error] = REASONS[opened]
      response.status(status).json({ error })
      return
    }
    const { filename, content } = opened
    response.attachment(filename).type(CSV).set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    // Whoever hangs up, or fails half-way, ends the reading; what has left cannot be called back.
    await pipeline(Readable.from(content), response).catch((error: unknown) => {
      server.log.info({ err: error }, 'A download ended early')
      response.destroy()
    })
  })
  router.put('/uploads/:token', async (request, response) => {
    const length = request.headers['content-length']
    // An iterator that ends early would hang up before the answer.
    const arriving = {
      content: request.iterator({ destroyOnReturn: false }),
      length: length === undefined ? null : Number(length),
    }
    try {
      const notKept = await receiveUpload(server, request.params.token, arriving)
      if (notKept === null) return void response.status(204).end()
      const [status, error] = NOT_KEPT[notKept]
      response.status(status).json({ error })
    } catch (error) {
      // Whoever hung up hears no more, and may send the bytes again.
      if (!request.destroyed || request.complete) throw error
      server.log.info({ err: error }, 'An upload broke off')
    }
  })
  return router
}

const NOT_KEPT: Record<NotKept, [status: number, error: string]> = {
  UNKNOWN: [404, 'This address is not valid, or no longer. Call createUpload to get another.'],
  NOT_ALLOWED: [403, 'Whoever asked for this address may not import any more.'],
  ARRIVED: [409, 'The file has arrived already. Pass the id of the upload to startImport.'],
  TOO_MANY: [413, 'There are more bytes than createUpload was told. Call it again with the right number.'],
  TOO_FEW: [400, 'There are fewer bytes than createUpload was told. Call it again with the right number.'],
}

const REASONS: Record<NoDownload, [status: number, error: string]> = {
  EXPIRED: [404, 'This address is not valid, or no longer. Ask for the report of the import again to get a new one.'],
  NOT_ALLOWED: [403, 'Whoever asked for this file may not see it any more.'],
  GONE: [410, 'The rows of this import were deleted.'],
}
