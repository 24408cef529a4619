import { Avatar } from '@/components/ui/avatar'
import { Users } from '@/components/ui/icons'
import type { PersonColumn } from './people-props'
import styles from './people-view.module.css'

/** Name and picture of a person at the head of their column or row, with a line in their color. */
export function PersonHead({ column: { member, name, color } }: { column: PersonColumn }) {
  return (
    <h2 className={`${styles.person} c-${color}`}>
      {member ? (
        <Avatar id={member.userId} name={member.name} image={member.image} color={member.color} />
      ) : (
        <span className="avatar c-slate" aria-hidden="true">
          <Users size={15} />
        </span>
      )}
      <bdi>{name}</bdi>
    </h2>
  )
}
