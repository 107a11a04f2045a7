import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql'
import { withBareIds } from '../base/graphql/ids.ts'
import { reading, type Context } from '../base/graphql/mutate.ts'
import { previewInviteEmail, type EmailPreview } from './preview-invite-email.ts'

@ObjectType('EmailPreview', { description: 'A mail as its reader would get it. Nothing is sent by asking for it.' })
class EmailPreviewType {
  @Field(() => String, { description: 'The language it is written in: en, de, fr, es, pt, it, nl or pl.' })
  language!: string

  @Field(() => String, { description: 'Whose mail the reader sees it is.' })
  fromName!: string

  @Field(() => String, { nullable: true, description: 'Where answers go; null means to the address of the sender.' })
  replyTo!: string | null

  @Field(() => String, { description: 'Subject.' })
  subject!: string

  @Field(() => String, { description: 'The part for programs that show no HTML.' })
  text!: string

  @Field(() => String, { description: 'The HTML part, a whole document. Its link leads nowhere.' })
  html!: string
}

@Resolver()
export class InvitePreviewResolver {
  @Query(() => EmailPreviewType, {
    nullable: true,
    description:
      'The invite mail as a user would get it if the caller sent it now. Null when there is no such user. Requires people access.',
  })
  invitePreview(
    @Ctx() context: Context,
    @Arg('userId', () => ID, { description: 'The user.' }) userId: string,
    @Arg('language', () => String, {
      nullable: true,
      description: "Another language than the user's: en, de, fr, es, pt, it, nl or pl.",
    })
    language?: string | null,
  ): Promise<EmailPreview | null> {
    return previewInviteEmail(reading(context), withBareIds({ userId, language }))
  }
}
