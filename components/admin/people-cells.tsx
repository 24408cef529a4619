import { withdrawInvitation } from '@/lib/actions/instance'
import type { GroupEntry, InvitationEntry, UserEntry } from '@/lib/schemas/admin-entries'
import { ActionButton } from './action-button'
import type { Cells, CellTools } from './cell-tools'

/** Returns the cells of an account. */
export function userCells(
  user: UserEntry,
  { formatTime, linkTo, marks }: CellTools,
  canSendMail: boolean,
): Cells {
  return [
    ['name', linkTo(`/admin/users/${user.id}`, user.name)],
    ['email', user.email],
    [
      'state',
      marks(
        user.admin && 'admin',
        user.suspended && 'suspended',
        canSendMail && !user.verified && 'unverified',
      ),
    ],
    ['groups', linkTo(`/admin/groups?of=${user.id}`, user.groups)],
    ['lastUsed', formatTime(user.lastUsed)],
    ['createdAt', formatTime(user.createdAt)],
  ]
}

/** Returns the cells of a group. */
export function groupCells(group: GroupEntry, { t, formatTime, linkTo }: CellTools): Cells {
  return [
    [
      'name',
      <span key="" dir="auto">
        {group.name}
      </span>,
    ],
    ['owners', group.owners.join(', ')],
    ['members', linkTo(`/admin/users?of=${group.id}`, group.members)],
    ['calendars', linkTo(`/admin/calendars?of=${group.id}`, t('view'))],
    ['invitations', linkTo(`/admin/invitations?of=${group.id}`, t('view'))],
    ['createdAt', formatTime(group.createdAt)],
  ]
}

/** Returns the cells of an invitation. */
export function invitationCells(invitation: InvitationEntry, { t, formatTime, marks }: CellTools): Cells {
  return [
    [
      'group',
      <span key="" dir="auto">
        {invitation.group}
      </span>,
    ],
    ['by', invitation.by],
    ['email', invitation.email ?? t('byLink')],
    ['role', t(`roles.${invitation.role as 'admin'}`)],
    ['uses', invitation.maxUses ? `${invitation.uses} / ${invitation.maxUses}` : invitation.uses],
    ['state', marks(invitation.state)],
    ['expires', formatTime(invitation.expires)],
    [
      'actions',
      invitation.state === 'open' && (
        <ActionButton
          action={withdrawInvitation.bind(null, { invitation: invitation.id })}
          label={t('actions.withdraw')}
          about={invitation.group}
          done={t('done.withdraw')}
        />
      ),
    ],
  ]
}
