import type { DateOrder } from './date-order.ts'

/** What a column of the file holds, and what was decided about it. */
export interface ImportColumn {
  index: number
  header: string
  samples: string[]
  emptyCells: number
  suggestion: { field: string; confidence: number; reason: string } | null
  /** Key of the field it is mapped to. */
  field: string | null
  /** Left out on purpose. */
  ignored: boolean
  valueMappings: { from: string; to: string }[]
  /** Of a column of dates, as chosen or found; none where it is open. */
  dateOrder?: DateOrder | null
  /** Of a column mapped to deactivate: it says who is active. */
  inverted?: boolean
}
