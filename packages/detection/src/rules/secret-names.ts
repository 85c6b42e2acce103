const words = (text: string): readonly string[] => text.split('|').map((word) => `*${word.trim()}*`)

/** Names by which files say that few should read them: management, owners, pay, people who go, keys to other things. */
export const secretNames: readonly string[] = words(
  `board | confidential | secret | restricted | internal only | do not share | embargo
   | acquisition | merger | takeover | due diligence | term sheet | valuation | shareholder | capital
   | annual results | quarterly results | earnings | compensation | salary | salaries | payroll | bonus
   | severance | layoff | restructuring | password | credential | private key`,
)
