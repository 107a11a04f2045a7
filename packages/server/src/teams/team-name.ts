import { isUniqueViolation } from '../base/database.ts'
import { Refusal } from '../base/errors.ts'

const LONGEST_NAME = 200
const NAME_PATH = ['input', 'name']

/** The name of a team as it is stored, or the refusal of one that cannot be. */
export function checkTeamName(typed: string | null): string {
  const name = typed?.trim() ?? ''
  if (!name) throw new Refusal({ code: 'REQUIRED', message: 'A team has a name.', path: NAME_PATH })
  const { length } = [...name]
  if (length > LONGEST_NAME) {
    const message = `The name of a team has at most ${LONGEST_NAME} characters; this has ${length}.`
    throw new Refusal({ code: 'TOO_LONG', message, path: NAME_PATH })
  }
  if (/[\p{Cc}\u2028\u2029]/u.test(name)) {
    const message = 'The name of a team holds no line breaks or other control characters.'
    throw new Refusal({ code: 'INVALID', message, path: NAME_PATH })
  }
  return name
}

/** Writes a team, and refuses a name that another team has: the database tells, whoever was first. */
export async function refusingTakenName<Result>(name: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new Refusal({
      code: 'INVALID',
      message: `There is a team named ${name} already.`,
      path: NAME_PATH,
      hint: `Use the team ${name}, or choose another name.`,
    })
  }
}
