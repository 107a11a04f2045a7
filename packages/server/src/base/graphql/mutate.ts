import DataLoader from 'dataloader'
import { Fault, Refusal } from '../errors.ts'
import { AnsweredMeanwhile, findAnswer, rememberAnswer, type AnswerIds } from '../idempotency.ts'
import type { Viewer } from '../viewer.ts'
import { inTransaction, readingWork, type Server, type Work } from '../work.ts'
import { withBareIds } from './ids.ts'
import { userError, type UserErrorType } from './user-error.ts'

/** What every resolver is given: one request. */
export interface Context {
  server: Server
  /** Null when no credential came with the request. */
  viewer: Viewer | null
  /** Who reads what a mutation answers, where that is not the viewer: see `showAs`. */
  reader?: Viewer | null
  /** Address of the machine that calls; left out where nobody calls over the network. */
  caller?: string | undefined
  requestId: string
  /** SHA-256 of the schema that is served. */
  schemaHash: string
  /** When a query has run for too long, by `performance.now`; left out where nobody waits. */
  deadline?: number
  /** DataLoaders of this request, by name. */
  loaders: Map<string, unknown>
}

export type Payload<Result> = Partial<Result> & { userErrors: UserErrorType[] }

/** How an answer is remembered under an idempotency key, as ids, and given again. */
export interface Replay<Result> {
  mutation: string
  /** What tells two calls with the same key apart; left out, every argument does. */
  arguments?: (values: never) => unknown
  note(result: Result): AnswerIds
  recall(work: Work, answer: AnswerIds): Promise<Result>
  /** Asked before a call that is new: throws for one that has to wait. */
  admit?(viewer: Viewer): Promise<void>
}

/** The viewer, or a fault: UNAUTHENTICATED, or FORBIDDEN until they have chosen a password of their own. */
export function requireViewer(context: Context): Viewer {
  const viewer = requireCredential(context)
  if (!viewer.session?.mustChangePassword) return viewer
  throw new Fault('FORBIDDEN', 'Somebody else set your password. Choose your own first, with changePassword.', {
    requires: 'changePassword',
  })
}

/** The viewer, even one who has to choose a password before anything else; or the fault UNAUTHENTICATED. */
export function requireCredential(context: Context): Viewer {
  if (context.viewer) return context.viewer
  throw new Fault('UNAUTHENTICATED', 'Send an API key as "Authorization: Bearer rck_…".')
}

/** Work that reads what is committed, for queries and fields. */
export function reading(context: Context): Work {
  requireTime(context)
  return readingWork(context.server, readerOf(context))
}

/** Who reads what is answered: the viewer, or whoever has just proved who they are. */
export function readerOf(context: Context): Viewer {
  return context.reader ?? requireViewer(context)
}

// What has begun is not stopped half-way, but nothing more is looked up.
function requireTime({ deadline }: Context): void {
  if (deadline === undefined || performance.now() < deadline) return
  throw new Fault('QUERY_TOO_COMPLEX', 'This query took too long. Ask for less at once: smaller pages, fewer fields.')
}

/**
 * Shows the answer of this mutation to somebody who proved who they are without a credential. They may read it and no
 * more: the next mutation of the request is again the viewer's.
 */
export function showAs(context: Context, reader: Viewer | null): void {
  context.loaders.clear()
  context.reader = reader
}

/** The DataLoader of that name, made once per request; `load` is given many keys and answers in their order. */
export function loader<Key, Value>(
  context: Context,
  name: string,
  load: (work: Work, keys: readonly Key[]) => Promise<readonly (Value | Error)[]>,
): DataLoader<Key, Value> {
  const made = context.loaders.get(name) as DataLoader<Key, Value> | undefined
  if (made) return made
  const fresh = new DataLoader<Key, Value>((keys) => load(reading(context), keys))
  context.loaders.set(name, fresh)
  return fresh
}

/**
 * Carries out a verb for a mutation: in one transaction, with bare ids, once per idempotency key, and with a refusal
 * as `userErrors`. A fault goes on as a GraphQL error.
 */
export async function mutate<Input extends object, Result extends object>(
  context: Context,
  input: Input,
  verb: (work: Work, input: Omit<Input, 'idempotencyKey'>) => Promise<Result>,
  replay?: Replay<Result>,
): Promise<Payload<Result>> {
  return answer(input, async () => {
    // What an earlier mutation of the same request looked up may be about to change.
    showAs(context, null)
    const { idempotencyKey, ...values } = withBareIds<Input & { idempotencyKey?: string | null }>(input)
    const viewer = requireViewer(context)
    if (!replay || !idempotencyKey) {
      await replay?.admit?.(viewer)
      return inTransaction(context.server, viewer, (work) => verb(work, values))
    }
    const call = {
      mutation: replay.mutation,
      key: idempotencyKey,
      arguments: replay.arguments?.(values as never) ?? values,
    }
    const run = <Part>(part: (work: Work) => Promise<Part>) => inTransaction(context.server, viewer, part)
    const answeredBefore = async (work: Work) => {
      const earlier = await findAnswer(work, call)
      return earlier && replay.recall(work, earlier)
    }
    try {
      await replay.admit?.(viewer)
    } catch (error) {
      // A call that was carried out is answered again, however many there are.
      const earlier = await run(answeredBefore)
      if (earlier) return earlier
      throw error
    }
    const once = () =>
      run(async (work) => {
        const earlier = await answeredBefore(work)
        if (earlier) return earlier
        const result = await verb(work, values)
        await rememberAnswer(work, call, replay.note(result))
        return result
      })
    return once().catch(async (error: unknown) => {
      if (error instanceof AnsweredMeanwhile) return once()
      // The same call, made at the same moment, may be what stood in the way: its user has the address now.
      const meanwhile = error instanceof Refusal ? await run(answeredBefore) : null
      if (meanwhile) return meanwhile
      throw error
    })
  })
}

/**
 * The same for what is too much for one transaction. Each step must do no harm when the whole is repeated: a call that
 * broke off is not answered again, but carried out again.
 */
export async function mutateInSteps<Input extends object, Result extends object>(
  context: Context,
  input: Input,
  act: (run: Run, input: Omit<Input, 'idempotencyKey'>) => Promise<Result>,
  replay: Replay<Result>,
): Promise<Payload<Result>> {
  return answer(input, async () => {
    showAs(context, null)
    const { idempotencyKey, ...values } = withBareIds<Input & { idempotencyKey?: string | null }>(input)
    const viewer = requireViewer(context)
    const run: Run = (part) => inTransaction(context.server, viewer, part)
    const once = async () => {
      await replay.admit?.(viewer)
      return act(run, values)
    }
    if (!idempotencyKey) return once()
    const call = { mutation: replay.mutation, key: idempotencyKey, arguments: values }
    const answeredBefore = async (work: Work) => {
      const earlier = await findAnswer(work, call)
      return earlier && replay.recall(work, earlier)
    }
    const earlier = await run(answeredBefore)
    if (earlier) return earlier
    const result = await once()
    try {
      await run((work) => rememberAnswer(work, call, replay.note(result)))
    } catch (error) {
      if (!(error instanceof AnsweredMeanwhile)) throw error
    }
    return (await run(answeredBefore)) ?? result
  })
}

/** Runs one step in a transaction of its own. */
export type Run = <Part>(part: (work: Work) => Promise<Part>) => Promise<Part>

/** The payload of whatever `act` answers; a refusal becomes `userErrors`. */
export async function answer<Result extends object>(
  input: object,
  act: () => Promise<Result>,
): Promise<Payload<Result>> {
  try {
    // What `act` answers may be the payload of another mutation, with its refusal.
    return { userErrors: [], ...(await act()) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { userErrors: error.mistakes.map((mistake) => userError(mistake, input)) } as unknown as Payload<Result>
  }
}
