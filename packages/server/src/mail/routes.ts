import express, { type Router } from 'express'
import type { Server } from '../base/work.ts'
import type { EmailKind } from './email-kind.ts'
import { readSendGridEvents } from './read-sendgrid-events.ts'
import { recordDelivery } from './record-delivery.ts'
import { isSignedBySendGrid } from './sendgrid-signature.ts'

/** SendGrid sends some hundred events at a time; this is far above that. */
const LARGEST_BODY = '10mb'

/** Where SendGrid tells what became of mails. There is no such place while no key is set to tell it from others. */
export function mailRoutes(server: Server, kinds: readonly EmailKind[]): Router {
  const router = express.Router()
  const publicKey = server.config.sendGridWebhookKey
  if (!publicKey) return router
  router.post(
    '/hooks/sendgrid',
    // As bytes, whatever it says it is.
    express.raw({ type: () => true, limit: LARGEST_BODY }),
    async (request, response) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const timestamp = request.get('x-twilio-email-event-webhook-timestamp')
      const signature = request.get('x-twilio-email-event-webhook-signature')
      if (!isSignedBySendGrid(publicKey, { body, timestamp, signature })) {
        return void response.status(403).json({ error: 'This is not signed with the key of this server.' })
      }
      const events = readSendGridEvents(body)
      if (!events) return void response.status(400).json({ error: 'This is no list of events.' })
      await recordDelivery(server, kinds, events.told)
      server.log.info({ told: events.told.length, ignored: events.ignored }, 'SendGrid told of emails')
      response.status(204).end()
    },
  )
  return router
}
