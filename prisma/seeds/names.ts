import { itemAt, type Random } from "./random.ts";

const list = (text: string) => text.trim().split(/\s+/);

const GIVEN = list(`
  Aaliyah Aaron Abigail Adriana Aiden Aiko Alejandra Alex Alicia Amara Amir Ana Andre Angela Anh Anika Anthony Aria
  Ashley Ayla Beatriz Ben Bianca Blake Brandon Brenda Bryce Caleb Camila Carla Carmen Casey Cecilia Chen Chloe Clara
  Corinne Dakota Dana Daniel Darnell David Deja Delia Derek Diego Dominic Dylan Ebony Edith Eduardo Eleni Elena Elijah
  Emiko Emma Erin Esther Ethan Eva Faith Farah Fatima Felix Fiona Gabriel Gail Gloria Grace Hana Hannah Haruto Heather
  Hector Hugo Ian Ibrahim Imani Ines Ingrid Isaac Isabel Ivy Jada Jae Jamal James Janelle Jasmine Javier Jenna Jesse
  Joanna Joaquin Joel Jonah Josefina Joy Juan Julia Kai Kalani Kamala Karim Kayla Keiko Kendra Kevin Kiana Lakshmi
  Lani Laura Leah Leilani Leo Lien Lila Linh Logan Lucia Luis Lydia Malia Malik Marcus Maria Mariam Marisol Mateo
  Maya Mei Miguel Mina Miriam Mohamed Monica Nadia Naomi Natalie Nathan Nia Nicole Nina Noah Noor Olivia Omar Oscar
  Paloma Patrick Paul Pilar Quinn Rachel Rafael Rana Raquel Ravi Rebecca Renee Rosa Ruth Ryan Sabrina Salma Sam
  Samantha Sana Santiago Sara Sean Selena Serena Shanice Sierra Simone Sofia Sonia Stella Susan Talia Tamara Tanisha
  Teresa Theo Thuy Tomas Tyler Uma Valeria Vanessa Victor Vivian Wade Wendy Willow Winona Xavier Yara Yasmin Yolanda
  Yuki Zachary Zara Zoe`);

const FAMILY = list(`
  Abbott Abdi Acosta Adams Aguilar Ahmed Alexander Ali Allen Alvarez Anderson Arroyo Baker Banerjee Barnes Begay Bell
  Bennett Berg Bishop Blackhorse Boyd Brooks Brown Bui Burke Cabrera Calderon Campbell Carlson Carter Castillo Chan
  Chavez Chen Cho Choi Clark Cloud Cole Coleman Collins Contreras Cooper Cordova Cruz Dang Davis Delgado Diallo Diaz
  Dixon Do Dominguez Douglas Duarte Dunn Duong Ellis Erickson Escobar Espinoza Evans Farah Fields Fischer Fleming
  Flores Foster Fraser Freeman Fuentes Gallagher Garcia Gibson Gomez Gonzales Gordon Graham Grant Greene Griffin
  Guerrero Gupta Guzman Hall Hamilton Hansen Harris Hassan Hayes Henderson Hernandez Hoang Hoffman Holt Huang Hughes
  Hussein Ibarra Iverson Jackson James Jensen Jimenez Johansen Johnson Jones Joseph Juarez Kaneshiro Kang Kaur Keller
  Kelly Khan Kim King Knight Kowalski Kumar Lam Larson Le Lee Lindgren Lopez Lowe Luna Mahoney Maldonado Marsh Martin
  Martinez Mason Matsumoto McBride McKay Medina Mehta Mendez Mendoza Meyer Miles Miller Mitchell Mohamud Molina Montoya
  Moon Moore Morales Moreno Morris Moses Murphy Myers Nakamura Navarro Nelson Newman Ngo Nguyen Nielsen Novak Ochoa
  Ogden Okafor Oliver Olson Ortega Ortiz Osei Owens Pacheco Padilla Palmer Park Parker Patel Pena Perez Perry Peters
  Pham Phillips Pierce Porter Powell Price Quintana Ramirez Ramos Reed Reyes Rhodes Rivera Roberts Robinson Rodriguez
  Rojas Romero Rossi Ruiz Russell Salazar Sanchez Sandoval Santos Sato Schmidt Shah Sharma Shaw Silva Simmons Singh
  Smith Solis Soto Spencer Stevens Stone Suarez Sullivan Tanaka Tate Taylor Thomas Thompson Torres Tran Truong Turner
  Tsosie Underwood Valdez Vargas Vasquez Vega Velasco Vo Walker Wallace Walsh Wang Ward Watson Webb Weber West White
  Whitehorse Williams Wilson Wolfe Wong Wood Wright Wu Yamada Yang Yazzie Young Zamora Zhang`);

export interface PersonName {
  givenName: string;
  familyName: string;
  email: string;
}

/** A source of generated names whose addresses are all different; nobody real is meant. */
export function nameSource(random: Random): () => PersonName {
  const taken = new Map<string, number>();
  return () => {
    const givenName = itemAt(GIVEN, random.int(0, GIVEN.length - 1));
    const familyName = itemAt(FAMILY, random.int(0, FAMILY.length - 1));
    const name = `${givenName}.${familyName}`.toLowerCase();
    const times = (taken.get(name) ?? 0) + 1;
    taken.set(name, times);
    return { givenName, familyName, email: `${name}${times > 1 ? times : ""}@odhs.example` };
  };
}
