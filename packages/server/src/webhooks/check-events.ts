import { Refusal } from '../base/errors.ts'
import { WebhookEvent } from './webhook.ts'

/** The events of a webhook, each once and in the order of the list; refuses none at all. */
export function checkEvents(events: readonly WebhookEvent[]): WebhookEvent[] {
  if (events.length === 0) {
    throw new Refusal({
      code: 'REQUIRED',
      message: 'A webhook without events would never be told anything.',
      path: ['input', 'events'],
      hint: 'Name at least one event; to stop a webhook for a while, switch it off with updateWebhook.',
    })
  }
  return Object.values(WebhookEvent).filter((event) => events.includes(event))
}
