import type { Work } from '../base/work.ts'
import { Suppression, suppressionKey } from './suppression.ts'

/** Which of these addresses get no mail from the organization any more, and why; by address as it was given. */
export async function findSuppressions(
  work: Work,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, Suppression>> {
  const keys = new Set(addresses.map(suppressionKey))
  const found = await work.rows(Suppression).findIn('address', [...keys])
  const byKey = new Map(found.map((suppression) => [suppression.address, suppression]))
  return new Map(
    addresses.flatMap((address) => {
      const suppression = byKey.get(suppressionKey(address))
      return suppression ? [[address, suppression] as const] : []
    }),
  )
}
