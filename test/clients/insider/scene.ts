import type { StoreUnderTest } from '@spillway/control-store/testing'
import { openPeopleScene, type PeopleScene } from '../people/scene.ts'

/** A name that paths must carry whole. */
export const slashed = 'sales/emea/kim+1@people.example'
export const department = 'R&D/Labs'
/** The one risk indicator that is switched off. */
export const switchedOff = 'Mega upload'

/** The people scene with a family of actors, and with somebody whom only her department and group put on lists. */
export interface InsiderScene extends PeopleScene {
  readonly told: PeopleScene['told'] & {
    readonly slashed: string
    readonly department: string
    /** Id of who has the slashed name, alone in her department and group. */
    readonly member: string
    readonly group: string
  }
}

export const openInsiderScene = async (under: StoreUnderTest): Promise<InsiderScene> => {
  const scene = await openPeopleScene(under)
  try {
    return { ...scene, told: { ...scene.told, ...(await fill(scene)) } }
  } catch (error) {
    await scene.close()
    throw error
  }
}

const fill = async ({ server, told }: PeopleScene) => {
  const { linus, edsger } = told.people
  const groupName = 'Contractors'
  await server.post('/v1/spillway/users/import', { rows: [{ userName: slashed, department, groups: [groupName] }] })
  await server.post('/v1/actors/adoption', { childActorId: linus.userUid, parentActorId: edsger.userUid })
  const indicators = [{ id: switchedOff, isActive: false }]
  await server.request('PATCH', '/v1/spillway/risk-settings', { body: { indicators } })
  const { users } = (await server.get(`/v1/users?username=${encodeURIComponent(slashed)}`)).json<Users>()
  const { directoryGroups } = (await server.get(`/v1/directory-groups?name=${groupName}`)).json<Groups>()
  return { slashed, department, member: users[0]?.userId ?? '', group: directoryGroups[0]?.groupId ?? '' }
}

interface Users {
  readonly users: readonly { readonly userId: string }[]
}

interface Groups {
  readonly directoryGroups: readonly { readonly groupId: string }[]
}
