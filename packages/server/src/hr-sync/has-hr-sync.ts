import { HrIntegration } from '../access/hr-integration.ts'
import type { Work } from '../base/work.ts'

/** Whether any HR integration of the organization is at work. */
export async function hasHrSync(work: Work): Promise<boolean> {
  return (await work.rows(HrIntegration).count({ paused: false })) > 0
}
