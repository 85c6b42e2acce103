export const givenNames =
  'Ada Aisha Akira Alma Amir Ana Anders Anika Arjun Astrid Bea Ben Bruno Carla Chen Clara Dalia Daniel Dara David Dina Elena Eli Emil Emma Erik Esther Eva Farah Felix Fiona Freya Gabriel Gita Grace Hana Hugo Ida Ines Ivan Jada James Jan Jin Joana Jonas Joy Julia Kai Karin Kofi Lars Layla Lea Leo Lina Lucas Luis Maja Malik Marco Maria Marta Mei Mila Mina Nadia Nico Nina Noah Nora Olga Omar Oscar Paula Pedro Priya Quinn Rafael Rania Ravi Rosa Ruth Sam Sara Sofia Stella Sven Tara Theo Tim Tomas Uma Vera Victor Wei Yara Yusuf Zoe'.split(
    ' ',
  )

export const familyNames =
  'Abbott Adeyemi Ahmed Alvarez Andersen Bauer Becker Bennett Bianchi Brandt Brooks Carter Castillo Chan Cohen Costa Dahl Diaz Dubois Eriksen Evans Fischer Flores Foster Garcia Goh Gomez Gupta Haddad Hansen Hassan Hayes Herrera Hoffman Ibrahim Ito Iyer Jackson Jensen Johansson Kaur Keller Khan Kim Kowalski Kumar Larsen Lee Leroy Lim Lopez Ludwig Martin Mbeki Meyer Miller Moreau Morgan Mori Nakamura Nguyen Nielsen Novak Okafor Olsen Ortiz Osei Park Patel Pereira Petrov Price Quist Ramos Reed Rivera Rossi Ruiz Saito Santos Schmidt Shah Silva Singh Sorensen Suzuki Tanaka Taylor Thomas Turner Vargas Vogel Wagner Walker Wang Weber Wong Wright Yamada Young Zhang Ziegler'.split(
    ' ',
  )
