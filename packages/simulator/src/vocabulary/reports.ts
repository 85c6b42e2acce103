/** Reports of the register of customers: name and headers. */
export const reports: readonly (readonly [string, readonly string[]])[] = [
  ['Open opportunities by region', ['Account', 'Amount', 'Close date', 'Owner']],
  ['Customer contacts', ['Name', 'E-mail', 'Phone', 'Account']],
  ['Renewals this quarter', ['Account', 'Product', 'Amount', 'Renewal date']],
  ['Cases by priority', ['Case', 'Account', 'Priority', 'Opened']],
  ['Won and lost by competitor', ['Account', 'Competitor', 'Stage', 'Reason']],
  ['Price list exceptions', ['Account', 'Product', 'Discount', 'Approved by']],
  ['Accounts without activity', ['Account', 'Owner', 'Last activity', 'Revenue']],
  ['Leads by campaign', ['Name', 'E-mail', 'Campaign', 'Score']],
]
