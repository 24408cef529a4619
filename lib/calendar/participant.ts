/** How a person takes part. */
export interface Participant {
  userId: string | null
  email: string | null
  name: string | null
  status: 'needs-action' | 'accepted' | 'declined' | 'tentative'
}
