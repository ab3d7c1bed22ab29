"""What the design says to each cell of the matrix of building blocks."""

BLOCKS = {
    "quality_assurance": "Scored by an officer who did not write the design; every site is checked before it opens.",
    "preparedness": "The country file names the partners, the stocks and the office that act first next time.",
    "works": "Roads and water by labour with local materials, 40 % of cost in wages.",
    "needs_assessment": "Rests on the rapid assessment of this case, which is approved before the design is.",
    "training": "Short courses beside the works, with a certificate that counts elsewhere.",
    "small_business": "Small contractors are trained to bid for the next sites.",
    "placement": "The employment service registers each worker before her contract ends.",
    "innovation": "One open list and one lottery for both communities.",
    "documentation": "A lesson is written at each hand-over; a review with all parties closes the case.",
    "visibility": "A board at each site tells who pays, what is built and where to complain.",
    "one_organisation": "Works, skills, rights and safety staff are on one team with one budget.",
    "rights": "Clauses on rights at work stand in each agreement.",
    "dialogue": "The tripartite committee meets every month and sees each wage rate.",
    "social_protection": "Step 0: accident insurance from the first day; step 1 follows with the schemes of the country.",
    "women": "A share of the places is kept for women; child care and separate toilets stand before they start.",
    "children": "Proof of age at registration; nobody under the minimum age works; families are referred to services.",
    "youth": "A third of the places go to people under 30, with courses first.",
    "plhiv": "Health services are told at every induction; nobody is asked for her status.",
    "disability": "A share of the places with tools and tasks that fit; needs are asked at registration.",
}
#: What does not apply, and why.
ASIDE = {"simplified_procedures": "No rule had to be set aside: agreements follow the usual rules."}
