import { Arg, Args, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql'
import { canManagePeople } from '../access/permissions.ts'
import type { Mistake } from '../base/errors.ts'
import { PageArgs, pageOf, pageRequest, type Connection } from '../base/graphql/connection.ts'
import { withBareIds } from '../base/graphql/ids.ts'
import {
  mutate,
  mutateInSteps,
  reading,
  requireViewer,
  type Context,
  type Payload,
  type Run,
} from '../base/graphql/mutate.ts'
import type { FindNode } from '../base/graphql/node.ts'
import { userError } from '../base/graphql/user-error.ts'
import type { Row, Table } from '../base/rows.ts'
import { viewerUserId } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import type { Email } from '../mail/email.ts'
import { emailsById, suppressionsByAddress } from '../mail/load-emails.ts'
import { UserType } from '../users/graphql-types.ts'
import { usersById } from '../users/load-users.ts'
import { User } from '../users/user.ts'
import { admitInvites } from './admit-invites.ts'
import { bringUserBack } from './bring-user-back.ts'
import { bounceOf, diagnoseMail, type InviteBounce, type MailDiagnosis } from './diagnose-mail.ts'
import { findInvites } from './find-invites.ts'
import {
  InvitesArgs,
  InviteUserInput,
  InviteUsersInput,
  ReactivateUserInput,
  ResendInviteInput,
  RevokeInviteInput,
  RevokeInvitesInput,
} from './graphql-inputs.ts'
import {
  InviteBounceType,
  InviteConnectionType,
  InviteType,
  InviteUserPayloadType,
  InviteUsersPayloadType,
  MailDiagnosisType,
  ReactivateUserPayloadType,
  ResendInvitePayloadType,
  RevokeInvitePayloadType,
  RevokeInvitesPayloadType,
} from './graphql-types.ts'
import { inviteUser } from './invite-user.ts'
import { inviteUsers, type InviteUsersResult } from './invite-users.ts'
import {
  Invite,
  inviteEnd,
  InviteRevocation,
  InviteStatus,
  inviteStatus,
  InviteTiming,
  revocationOf,
} from './invite.ts'
import { invitesById, invitesByUserId, remindersByInviteId } from './load-invites.ts'
import { resendInvite } from './resend-invite.ts'
import { revokeInvite } from './revoke-invite.ts'
import { revokeInvites, type RevokeInvitesResult, type RevokeSkip } from './revoke-invites.ts'

const REMINDED_OF: ReadonlySet<InviteStatus> = new Set(['SENT', 'DELIVERED', 'EXPIRED'])

@Resolver(() => InviteType)
export class InviteResolver {
  @FieldResolver(() => InviteStatus, { description: 'What became of it.' })
  async status(@Ctx() context: Context, @Root() invite: Invite): Promise<InviteStatus> {
    const [email, user] = await Promise.all([emailOf(context, invite), userOf(context, invite)])
    return inviteStatus({ invite, user, email }, context.server.now())
  }

  @FieldResolver(() => InviteRevocation, { nullable: true, description: 'Why it is REVOKED; null when it is not.' })
  async revocation(@Ctx() context: Context, @Root() invite: Invite): Promise<InviteRevocation | null> {
    const user = await userOf(context, invite)
    const end = inviteEnd(invite, user)
    return end && (await this.status(context, invite)) === InviteStatus.REVOKED ? revocationOf(end) : null
  }

  @FieldResolver(() => Date, { nullable: true, description: 'When the mail service took it.' })
  async sentAt(@Ctx() context: Context, @Root() invite: Invite): Promise<Date | null> {
    return (await emailOf(context, invite)).sentAt
  }

  @FieldResolver(() => Int, { description: 'How often it was handed to the mail service.' })
  async attempts(@Ctx() context: Context, @Root() invite: Invite): Promise<number> {
    return (await emailOf(context, invite)).attempts
  }

  @FieldResolver(() => Date, { nullable: true, description: "When the recipient's mail server took it." })
  async deliveredAt(@Ctx() context: Context, @Root() invite: Invite): Promise<Date | null> {
    return (await emailOf(context, invite)).deliveredAt
  }

  @FieldResolver(() => Date, { nullable: true, description: 'When it was given up, after all attempts.' })
  async failedAt(@Ctx() context: Context, @Root() invite: Invite): Promise<Date | null> {
    return (await emailOf(context, invite)).failedAt
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What the mail service, or the receiving server, said last of a mail that it did not take.',
  })
  async lastAnswer(@Ctx() context: Context, @Root() invite: Invite): Promise<string | null> {
    return (await emailOf(context, invite)).lastError
  }

  @FieldResolver(() => InviteBounceType, { nullable: true, description: 'Why it came back.' })
  async bounce(@Ctx() context: Context, @Root() invite: Invite): Promise<InviteBounce | null> {
    return bounceOf(await emailOf(context, invite))
  }

  @FieldResolver(() => Int, { description: 'How often its user was reminded of it.' })
  async reminderCount(@Ctx() context: Context, @Root() { id }: Invite): Promise<number> {
    return (await remindersByInviteId(context).load(id))?.count ?? 0
  }

  @FieldResolver(() => Date, { nullable: true, description: 'When its user was last reminded of it.' })
  async lastReminderAt(@Ctx() context: Context, @Root() { id }: Invite): Promise<Date | null> {
    return (await remindersByInviteId(context).load(id))?.lastAt ?? null
  }

  @FieldResolver(() => Date, {
    nullable: true,
    description: 'When its user is reminded of it next, unless it ends before; null: not any more.',
  })
  async nextReminderAt(@Ctx() context: Context, @Root() invite: Invite): Promise<Date | null> {
    const status = await this.status(context, invite)
    if (!REMINDED_OF.has(status)) return null
    return (await remindersByInviteId(context).load(invite.id))?.remindAt ?? null
  }

  @FieldResolver(() => UserType, { description: 'The user invited.' })
  user(@Ctx() context: Context, @Root() invite: Invite): Promise<User> {
    return userOf(context, invite)
  }

  @FieldResolver(() => UserType, {
    nullable: true,
    description: 'Who asked for it; null when an import, an HR integration or an API key did.',
  })
  async requestedBy(@Ctx() context: Context, @Root() { requestedById }: Invite): Promise<User | null> {
    return requestedById ? usersById(context).load(requestedById) : null
  }

  @Query(() => InviteConnectionType, {
    nullable: true,
    description: 'Invites, newest first. Requires people access.',
  })
  invites(
    @Ctx() context: Context,
    @Args(() => InvitesArgs) { filter, ...page }: InvitesArgs,
  ): Promise<Connection<Invite>> {
    return findInvites(reading(context), withBareIds(filter ?? {}), pageRequest(page))
  }

  @Mutation(() => InviteUserPayloadType, {
    nullable: true,
    description: 'Make a user and, unless told otherwise, send the invite. Requires people access.',
  })
  inviteUser(
    @Ctx() context: Context,
    @Arg('input', () => InviteUserInput, { description: 'Arguments.' }) input: InviteUserInput,
  ): Promise<Payload<{ user: User; invite: Invite | null }>> {
    return mutate(context, input, inviteUser, {
      mutation: 'inviteUser',
      note: ({ user, invite }) => ({ userId: user.id, inviteId: invite?.id ?? null }),
      recall: async (work, { userId, inviteId }) => ({
        user: await recall(work, User, userId),
        invite: inviteId ? await recall(work, Invite, inviteId) : null,
      }),
      admit: (viewer) => admitInvites(context.server, viewer, isMailed(input) ? 1 : 0),
    })
  }

  @Mutation(() => InviteUsersPayloadType, {
    nullable: true,
    description: 'Make up to 1,000 users in one go; each entry succeeds or fails on its own. Requires people access.',
  })
  async inviteUsers(
    @Ctx() context: Context,
    @Arg('input', () => InviteUsersInput, { description: 'Arguments.' }) input: InviteUsersInput,
  ): Promise<Payload<{ results: Payload<{ user: User | null; invite: Invite | null }>[] }>> {
    const users = input.users.map((entry) => ({ ...withBareIds(entry), idempotencyKey: null }))
    const { results = [], userErrors } = await mutate(context, { ...input, users }, inviteUsers, {
      mutation: 'inviteUsers',
      note: ({ results: made }) => ({ results: JSON.stringify(made.map(noteResult)) }),
      recall: (work, { results: noted }) => recallResults(work, noted ?? ''),
      admit: (viewer) => admitInvites(context.server, viewer, users.filter(isMailed).length),
    })
    return {
      userErrors,
      results: results.map((result) =>
        'mistakes' in result
          ? { user: null, invite: null, userErrors: result.mistakes.map((mistake) => userError(mistake, input)) }
          : { ...result, userErrors: [] },
      ),
    }
  }

  @Mutation(() => ResendInvitePayloadType, {
    nullable: true,
    description:
      'Send a pending user a fresh link; older links stop working. Also sends the first one. Requires people access.',
  })
  resendInvite(
    @Ctx() context: Context,
    @Arg('input', () => ResendInviteInput, { description: 'Arguments.' }) input: ResendInviteInput,
  ): Promise<Payload<{ invite: Invite }>> {
    return mutate(context, input, resendInvite, {
      mutation: 'resendInvite',
      note: ({ invite }) => ({ inviteId: invite.id }),
      recall: async (work, { inviteId }) => ({ invite: await recall(work, Invite, inviteId) }),
      admit: (viewer) => admitInvites(context.server, viewer, 1),
    })
  }

  @Mutation(() => RevokeInvitePayloadType, {
    nullable: true,
    description:
      'Take an invite back: the link stops working, a scheduled mail is not sent. The user stays. Requires people access.',
  })
  revokeInvite(
    @Ctx() context: Context,
    @Arg('input', () => RevokeInviteInput, { description: 'Arguments.' }) input: RevokeInviteInput,
  ): Promise<Payload<{ invite: Invite }>> {
    return mutate(context, input, revokeInvite)
  }

  @Mutation(() => RevokeInvitesPayloadType, {
    nullable: true,
    description:
      'Take many invites back, for example all of an import that wait for their time. Users stay. Requires people access.',
  })
  async revokeInvites(
    @Ctx() context: Context,
    @Arg('input', () => RevokeInvitesInput, { description: 'Arguments.' }) input: RevokeInvitesInput,
  ): Promise<Payload<RevokeInvitesResult>> {
    const act = (run: Run) =>
      revokeInvites(run, { ...withBareIds(input), filter: input.filter && withBareIds(input.filter) })
    const payload = await mutateInSteps(
      context,
      input,
      (run) => act(input.dryRun ? (part) => part(reading(context)) : run),
      {
        mutation: 'revokeInvites',
        note: ({ revoked, skipped }) => ({ revoked: String(revoked), skipped: JSON.stringify(skipped) }),
        recall: async (_, { revoked, skipped }) => ({
          revoked: Number(revoked),
          skipped: JSON.parse(skipped ?? '[]') as RevokeSkip[],
        }),
      },
    )
    return { revoked: 0, skipped: [], ...payload }
  }

  @Mutation(() => ReactivateUserPayloadType, {
    nullable: true,
    description:
      'Bring a deactivated user back, as CONFIRMED or INVITE_PENDING, whichever they were. Requires people access.',
  })
  reactivateUser(
    @Ctx() context: Context,
    @Arg('input', () => ReactivateUserInput, { description: 'Arguments.' }) input: ReactivateUserInput,
  ): Promise<Payload<{ user: User }>> {
    return mutate(context, input, bringUserBack)
  }
}

@Resolver(() => UserType)
export class UserInvitesResolver {
  @FieldResolver(() => InviteType, {
    nullable: true,
    description: 'The newest invite; null when none was ever made, for example after an import with `invites: NONE`.',
  })
  async lastInvite(@Ctx() context: Context, @Root() user: User): Promise<Invite | null> {
    // The status of the invite follows from its user too, who is here already.
    usersById(context).prime(user.id, user)
    return user.lastInviteId ? invitesById(context).load(user.lastInviteId) : null
  }

  @FieldResolver(() => MailDiagnosisType, {
    nullable: true,
    description: 'Why the mail with the link has not arrived; null for a caller without people access.',
  })
  async mailDiagnosis(@Ctx() context: Context, @Root() user: User): Promise<MailDiagnosis | null> {
    if (!canManagePeople(requireViewer(context))) return null
    const [invite, suppression] = await Promise.all([
      this.lastInvite(context, user),
      suppressionsByAddress(context).load(user.email),
    ])
    const email = invite && (await emailOf(context, invite))
    const { config, now } = context.server
    const sendsMail = config.sendGrid !== null
    return diagnoseMail({ user, invite, email, suppression, sendsMail }, now())
  }

  @FieldResolver(() => InviteConnectionType, { description: 'All invites, newest first.' })
  async invites(
    @Ctx() context: Context,
    @Root() user: User,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<Invite>> {
    usersById(context).prime(user.id, user)
    const page = pageRequest(args)
    const all = await invitesByUserId(context).load(user.id)
    const from = String(page.from?.[0])
    const beyond = page.from ? all.filter(({ id }) => (page.backward ? id > from : id < from)) : all
    const rows = page.backward ? beyond.slice(Math.max(0, beyond.length - page.take)) : beyond.slice(0, page.take)
    return pageOf(
      page,
      rows,
      rows.length < beyond.length,
      ({ id }) => [id],
      () => all.length,
    )
  }
}

/** The invite of that id, for those who may list invites and for the user it is for. */
export const findInviteNode: FindNode = async (context, id) => {
  const viewer = requireViewer(context)
  const invite = await invitesById(context).load(id)
  return canManagePeople(viewer) || invite?.userId === viewerUserId(viewer) ? invite : null
}

async function userOf(context: Context, { userId }: Invite): Promise<User> {
  return there(await usersById(context).load(userId))
}

async function emailOf(context: Context, { emailId }: Invite): Promise<Email> {
  return there(await emailsById(context).load(emailId))
}

// Foreign keys keep them there as long as the invite is, and nothing is ever deleted.
function there<R>(row: R | null): R {
  if (row) return row
  throw new Error('A row that is never deleted is missing')
}

/** What an earlier answer named, as it is now. */
async function recall<R extends Row>(work: Work, table: Table<R>, id: string | null | undefined): Promise<R> {
  return there(await work.rows(table).findOne({ id: id ?? '' } as never))
}

function isMailed({ invite }: Pick<InviteUserInput, 'invite'>): boolean {
  return invite !== InviteTiming.NONE
}

type NotedResult = { userId: string; inviteId: string | null } | { mistakes: readonly Mistake[] }

function noteResult(result: InviteUsersResult): NotedResult {
  return 'mistakes' in result ? result : { userId: result.user.id, inviteId: result.invite?.id ?? null }
}

async function recallResults(work: Work, noted: string): Promise<{ results: InviteUsersResult[] }> {
  const results = JSON.parse(noted) as NotedResult[]
  const made = results.flatMap((result) => ('mistakes' in result ? [] : [result]))
  const userIds = made.map(({ userId }) => userId)
  const users = new Map((await work.rows(User).findIn('id', userIds)).map((user) => [user.id, user]))
  const inviteIds = made.flatMap(({ inviteId }) => inviteId ?? [])
  const invites = new Map((await work.rows(Invite).findIn('id', inviteIds)).map((invite) => [invite.id, invite]))
  return {
    results: results.map((result) =>
      'mistakes' in result
        ? result
        : { user: there(users.get(result.userId) ?? null), invite: invites.get(result.inviteId ?? '') ?? null },
    ),
  }
}
