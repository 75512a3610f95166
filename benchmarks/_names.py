"""Names of made-up French people: family names by rank, given names by sex and by when they were given."""

FAMILIES = """
Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David Bertrand
Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefevre Faure Andre Mercier Blanc Guerin
Boyer Garnier Chevalier Francois Legrand Gauthier Garcia Perrin Robin Clement Morin Nicolas Henry Roussel Mathieu
Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noel Meyer Dufour Meunier Brun Blanchard Giraud Joly Riviere
Lucas Brunet Gaillard Barbier Arnaud Martinez Gerard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger
Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoit Rey Leclerc Payet Rolland Leclercq
Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger Carpentier Sanchez Dupuis Moulin Louis Deschamps Huet Vasseur
Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carre Charles Renault Charpentier Menard
Maillard Baron Bertin Bailly Herve Schneider Fernandez Collet Leger Bouvier Julien Prevost Millet Perrot Daniel Cousin
Germain Breton Besson Traoré Diallo N'Diaye Benali Haddad Nguyen Tran Yilmaz Kaya Da_Silva Dos_Santos El_Amrani
El_Idrissi Ait_Ali Ben_Salah De_La_Fontaine De_Oliveira Le_Goff Le_Gall Legall D'Almeida Van_Damme Saint-Pierre Cissé
Koné Belkacem Kowalski Langlois Remy Le_Roux Rodriguez Pelletier Monnier Gomez Weber Hamon Humbert Pichon Etienne
Tessier Chauvin Boulanger Lebrun Hoarau Mallet Gilbert Marechal Reynaud Albert Lebon Dupre Barre Camus Cordier Jacob
Delaunay Bouchet Rousset Antoine Pasquier Weiss Ferrand Poulain Verdier Tanguy Gonzalez Lejeune Rossi Guichard Bigot
Gillet Delmas Raynaud Briand Valentin Guillet Launay Coulon Ribeiro Pereira Ferreira Le_Bihan Le_Corre Du_Pont
De_Sousa Des_Champs De_Villiers Du_Plessis L'Hermite Diop Sow Camara Coulibaly Mbaye Bensaïd Bouzid Cherif Saïdi
"""

# A particle before a name of the tail, as often as it stands here.
PARTICLES = (
    "De ",
    "De ",
    "Du ",
    "Le ",
    "Le ",
    "Le ",
    "La ",
    "D'",
    "De La ",
    "Des ",
    "El ",
    "Ben ",
    "Aït ",
    "Van ",
    "Di ",
)

# Born until 1955, until 1990, and since.
GIVEN_F = (
    """
    Marie Jeanne Jacqueline Monique Françoise Denise Simone Yvonne Madeleine Paulette Suzanne Marguerite
    Yvette Germaine Odette Colette Nicole Janine Andrée Thérèse Hélène Ginette Lucienne Marcelle Georgette
    Raymonde Renée Louise Gisèle Annie Josette Michèle Christiane Huguette Arlette Claudine Bernadette
    Micheline Solange Geneviève Fernande Henriette Rolande Liliane Éliane Marie-Thérèse Marie-Louise Rose
    Josiane Evelyne Cécile Fatma Khadija Zohra Augustine Léontine
    """,
    """
    Nathalie Isabelle Catherine Sylvie Christine Martine Brigitte Chantal Véronique Sandrine Valérie Stéphanie
    Céline Patricia Corinne Laurence Dominique Florence Anne Karine Sophie Virginie Aurélie Émilie Élodie
    Delphine Laetitia Julie Mélanie Audrey Caroline Pascale Muriel Agnès Béatrice Annick Séverine
    Marie-Christine Magali Fabienne Carole Estelle Christelle Amélie Vanessa Jennifer Jessica Sabrina
    Anne-Marie Nadia Samira Fatima Aïcha Malika Rachida Yamina Claire Hélène Marianne Nadine Myriam Gaëlle
    Angélique Ludivine Marie-Laure Marie-Claude Anne-Sophie Maryse Joëlle
    """,
    """
    Léa Manon Chloé Emma Louise Jade Alice Inès Lina Camille Sarah Laura Pauline Mathilde Clara Zoé Anaïs
    Océane Marie Lucie Juliette Jeanne Eva Lola Romane Ambre Louna Rose Anna Mila Léna Julia Margot Agathe Lou
    Nina Charlotte Lisa Maëlys Yasmine Aminata Fatoumata Mariam Aya Nour Assia Salomé Élise Margaux Capucine
    Éléonore Victoire Apolline Iris Célia Noémie Marion Justine Morgane Coralie Solène Lou-Anne Lily-Rose
    Anne-Lise Maya Elsa Lise Adèle Constance Gabrielle
    """,
)
GIVEN_M = (
    """
    Jean Pierre André Michel René Jacques Louis Bernard Marcel Claude Roger Robert Henri Georges Maurice
    Raymond Gérard Daniel Paul Guy Roland Gilbert Lucien Serge Joseph Albert Émile Fernand Charles Christian
    Gaston Yves Marc Edmond Léon Francis Antoine Julien Eugène Alfred Jean-Pierre Jean-Claude Jean-Louis
    Armand Victor Mohamed Ahmed Ali Ferdinand Marius Camille Désiré Norbert Étienne Rémi Adrien Hubert Gabriel
    Aimé Auguste
    """,
    """
    Philippe Alain Patrick Christophe Nicolas Laurent Thierry Pascal Éric Frédéric Stéphane Olivier David
    Sébastien Bruno Didier Gilles Dominique Franck Julien Thomas Jérôme Vincent François Fabrice Cédric
    Guillaume Hervé Denis Jean-Luc Jean-François Jean-Marc Jean-Michel Jean-Marie Alexandre Ludovic Arnaud
    Benoît Mathieu Romain Anthony Grégory Sylvain Emmanuel Xavier Régis Joël Karim Rachid Mohamed Abdelkader
    Mustapha Youssef Yann Loïc Gaël Ronan Damien Fabien Mickaël Jean-Philippe Jean-Paul Jean-Jacques
    Pierre-Yves Tony Manuel José Antonio Carlos Aurélien Florian Kevin Jérémy
    """,
    """
    Hugo Lucas Gabriel Raphaël Arthur Jules Nathan Ethan Enzo Louis Adam Léo Maël Paul Noah Liam Sacha Tom
    Théo Maxime Antoine Clément Alexis Quentin Valentin Baptiste Alexandre Mathis Axel Rayan Ibrahim Moussa
    Mehdi Sofiane Yanis Amine Bilal Ilyes Timéo Noé Timothée Gaspard Augustin Victor Martin Simon Samuel
    Eliott Marius Nolan Robin Tristan Gaëtan Mathéo Matteo Lenny Aaron Isaac Malo Côme Oscar Léon Basile
    Jean-Baptiste Pierre-Louis Ismaël Wassim Zinedine Wilfried
    """,
)

COMMUNES = """
Evry 91000 91228|Corbeil-Essonnes 91100 91174|Massy 91300 91377|Palaiseau 91120 91477|Villejuif 94800 94076|
Versailles 78000 78646|Melun 77000 77288|Sainte-Geneviève-des-Bois 91700 91549|Ris-Orangis 91130 91521|
Savigny-sur-Orge 91600 91589|Étampes 91150 91223|Brunoy 91800 91114|Yerres 91330 91691|Draveil 91210 91201|
Grigny 91350 91286|Longjumeau 91160 91345|Mennecy 91540 91386|Arpajon 91290 91021|Dourdan 91410 91200|
Fontainebleau 77300 77186|Saint-Michel-sur-Orge 91240 91570|Athis-Mons 91200 91027|Juvisy-sur-Orge 91260 91326|
Orly 94310 94054|Créteil 94000 94028|Dammarie-les-Lys 77190 77152|Milly-la-Forêt 91490 91405|Le Plessis-Pâté 91220 91494
"""
STREETS = """
Gare Mairie Église Poste République Paix Écoles Moulin Fontaine Lilas Roses Pasteur Zola Jaurès Hugo Foch
"""
SYLLABLES = """
ba be bi bo bu ca che cla co cu da del di do du fa fer fi fo ga gra gui ha jo la le li lo lu ma me mi mo mu na ni no
pa pe pi po ra re ri ro ru sa se si so ta te ti to tra va ve vi vo za
"""
ENDS = """
rd rt n nd nt t s x z l rel let lin ton neau don ger vin net sset zac quier ville
"""
