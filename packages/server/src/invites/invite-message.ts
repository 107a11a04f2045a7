import { Column, Entity } from 'typeorm'
import { Row } from '../base/rows.ts'

/** Words that go with the invites which were asked for together, in the place of those that go with every invite. */
@Entity('invite_messages')
export class InviteMessage extends Row {
  @Column({ type: 'varchar', length: 2_000 })
  text!: string
}
