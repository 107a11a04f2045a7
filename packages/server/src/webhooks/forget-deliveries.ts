import { In, LessThanOrEqual } from 'typeorm'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction } from '../base/work.ts'
import { defineJob, jobName } from '../jobs/define-job.ts'
import { WebhookDelivery } from './webhook-delivery.ts'

/** The job that deletes an organization's old deliveries. */
export const FORGET_DELIVERIES = jobName<Record<string, never>>('forget-deliveries')

/** How long a delivery can be looked at and sent again. */
export const DELIVERIES_KEPT_MS = 90 * 24 * 3_600_000
const FORGOTTEN_TOGETHER = 1_000

export const forgetDeliveries = defineJob(FORGET_DELIVERIES, async (server, { organizationId }) =>
  inTransaction(server, systemViewer(organizationId), async (work) => {
    const rows = work.rows(WebhookDelivery)
    const before = new Date(work.now().getTime() - DELIVERIES_KEPT_MS)
    const options = { order: { createdAt: 'ASC' }, select: { id: true, createdAt: true } } as const
    const old = await rows.find({ createdAt: LessThanOrEqual(before) }, { ...options, take: FORGOTTEN_TOGETHER })
    if (old.length > 0) await rows.delete({ id: In(old.map(({ id }) => id)) })
    if (old.length === FORGOTTEN_TOGETHER) return work.now()
    const [oldest] = await rows.find({}, { ...options, take: 1 })
    return oldest ? new Date(oldest.createdAt.getTime() + DELIVERIES_KEPT_MS) : null
  }),
)
