/** The same numbers, from 0 up to sides, with every run. */
export const createDice = (seed: number) => {
  let state = seed
  return (sides: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * sides)
  }
}

export type Dice = ReturnType<typeof createDice>
