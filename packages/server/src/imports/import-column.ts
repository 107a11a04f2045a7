import type { DateOrder } from './date-order.ts'
import type { EmptyCellPolicy, ExistingValuePolicy } from './import-settings.ts'

/** What was decided about a column; it goes over to a later file that has the same. */
export interface ColumnChoices {
  /** Key of the field it is mapped to. */
  field: string | null
  /** Left out on purpose. */
  ignored: boolean
  valueMappings: { from: string; to: string }[]
  /** Of a column of dates, as chosen or found; none where it is open. */
  dateOrder?: DateOrder | null
  /** Of a column mapped to deactivate: it says who is active. */
  inverted?: boolean
  /** What its empty cells do; none leaves it to the settings. */
  emptyCellPolicy?: EmptyCellPolicy | null
  existingValues?: ExistingValuePolicy
}

/** What a column of the file holds, and what was decided about it. */
export interface ImportColumn extends ColumnChoices {
  index: number
  header: string
  samples: string[]
  /** How many there are. */
  emptyCells: number
  suggestion: { field: string; confidence: number; reason: string } | null
}

/** What was decided about a column, with nothing left open; columns of earlier versions lack what is newer. */
export function choicesOf(column: ColumnChoices): Required<ColumnChoices> {
  const { field, ignored, valueMappings, dateOrder = null, inverted = false } = column
  const { emptyCellPolicy = null, existingValues = 'OVERWRITE' } = column
  return { field, ignored, valueMappings, dateOrder, inverted, emptyCellPolicy, existingValues }
}
