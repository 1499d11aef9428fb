"""Names from the communities of the Midlands, by era where fashions changed."""

from typing import NamedTuple


class Community(NamedTuple):
    """People who share a stock of names, with the ethnic category of the NHS (England)."""

    ethnicity: tuple[tuple[str, str], ...]
    weight: int
    surnames: tuple[str, ...]
    female: tuple[str, ...]
    male: tuple[str, ...]


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


BRITISH_SURNAMES = _split(
    "Adams Allcock Allen Amies Ashley Atkins Bailey Baker Baldwin Barker Barnett "
    "Bates Beddoes Bennett Benbow Birch Blakeway Bloor Booth Bourne Bowen Bradbury "
    "Brookes Broome Burgess Butler Cartwright Clarke Colley Cooke Corbett Cotterill "
    "Cox Darby Davies Dawson Downes Dyas Edwards Elcock Ellis Evans Evanson Felton "
    "Fenn Fletcher Foster Fowler Garbett Gething Gittins Griffiths Grocott Hackett "
    "Hales Hallam Harding Harper Hassall Hayward Heath Higgins Hodgkiss Holland "
    "Hopkins Howells Hughes Humphries Ingram Jarrett Jenkins Jones Jukes Keeling "
    "Kendrick Knight Lambert Lawley Lewis Lloyd Lowe Mansell Mapp Marston Mason "
    "Meredith Millington Morgan Morris Mountford Nash Nevett Newell Nicholls Oakley "
    "Onions Owen Pardoe Parker Parton Passant Perks Phillips Pickering Podmore Poole "
    "Powell Preece Price Pritchard Pugh Purcell Ratcliffe Reynolds Rhodes Roberts "
    "Rowley Rudge Salter Sankey Sherwood Shaw Simcox Skelton Smallman Smith Speake "
    "Stanton Steventon Swain Talbot Tate Thomas Tonks Tranter Turner Vaughan "
    "Wainwright Walker Wall Webb Wheatley Whitefoot Wilkes Williams Wooldridge Wright "
    "Yapp Yates"
)
FEMALE_OLD = _split(
    "Ada Agnes Alice Audrey Barbara Beryl Betty Brenda Constance Doreen Doris Dorothy "
    "Edith Edna Eileen Elsie Enid Ethel Eunice Florence Freda Gladys Gwendoline Hilda "
    "Irene Ivy Jean Joan Joyce June Kathleen Lilian Mabel Margaret Marjorie Maureen "
    "Mavis Mildred Muriel Nancy Nora Olive Pamela Patricia Phyllis Rita Rosemary Ruth "
    "Sheila Shirley Sylvia Thelma Vera Violet Winifred"
)
FEMALE_MIDDLE = _split(
    "Alison Amanda Andrea Angela Anita Ann Beverley Carol Caroline Catherine Cheryl "
    "Christine Claire Dawn Deborah Debra Denise Diane Elaine Elizabeth Fiona Gail "
    "Gillian Heather Helen Jacqueline Jane Janet Janice Jayne Jill Joanne Julie Karen "
    "Kim Linda Lesley Lisa Lorraine Lynn Mandy Maria Michelle Nicola Paula Rachel "
    "Sally Samantha Sandra Sarah Sharon Susan Teresa Tina Tracey Vanessa Wendy Yvonne"
)
FEMALE_YOUNG = _split(
    "Abigail Alice Amber Amelia Amy Ava Beth Caitlin Charlotte Chloe Daisy Eleanor "
    "Ella Ellie Emily Emma Erin Esme Eva Evie Faith Freya Georgia Grace Gemma Hannah "
    "Harriet Holly Imogen Isabella Isla Ivy Jasmine Jessica Katie Kayleigh Lauren "
    "Leah Lily Lottie Lucy Maisie Matilda Megan Mia Millie Molly Olivia Paige Phoebe "
    "Poppy Rebecca Rosie Ruby Scarlett Sienna Sophie Summer Tegan Willow Zoe"
)
MALE_OLD = _split(
    "Albert Alfred Archibald Arnold Arthur Bernard Bertram Cecil Clifford Cyril "
    "Dennis Derek Donald Douglas Edgar Edmund Edwin Eric Ernest Frank Frederick "
    "George Gerald Gilbert Gordon Harold Harry Herbert Horace Hubert Jack Kenneth "
    "Leonard Leslie Maurice Neville Norman Percy Ralph Raymond Reginald Ronald Roy "
    "Sidney Stanley Thomas Trevor Vernon Victor Walter Wilfred William"
)
MALE_MIDDLE = _split(
    "Adrian Alan Andrew Anthony Barry Brian Christopher Clive Colin Craig Darren "
    "David Dean Duncan Gareth Gary Geoffrey Glyn Graham Gregory Howard Ian Jeffrey "
    "Jeremy John Jonathan Keith Kevin Lee Malcolm Mark Martin Matthew Michael Neil "
    "Nicholas Nigel Paul Peter Philip Richard Robert Robin Roger Russell Sean Shaun "
    "Simon Stephen Steven Stuart Terence Timothy Tony Wayne"
)
MALE_YOUNG = _split(
    "Adam Aidan Alex Alfie Archie Arlo Arthur Ashton Ben Bradley Callum Cameron "
    "Charlie Connor Daniel Dylan Edward Elliot Ethan Evan Finley Freddie Gabriel "
    "George Harrison Harvey Henry Isaac Jack Jacob Jake James Jamie Jayden Joe Jordan "
    "Joseph Joshua Kai Kieran Kyle Leo Lewis Liam Logan Louis Lucas Luke Mason Max "
    "Nathan Noah Oliver Oscar Owen Reece Riley Rory Ryan Sam Sebastian Theo Toby "
    "Tyler Zachary"
)

COMMUNITIES = (
    Community((("A", "British, Mixed British"),), 800, BRITISH_SURNAMES, (), ()),
    Community(
        (("C", "Any other White background"),),
        55,
        _split(
            "Adamczyk Baran Cieslak Dudek Gorski Jablonski Kaczmarek Kowalczyk Lis Malinowski "
            "Nowak Olszewski Pawlak Popescu Rutkowski Sikora Szymanski Urban Wilk Wrobel "
            "Zalewski Zielinski"
        ),
        _split(
            "Agnieszka Anna Barbara Ewa Gabriela Hanna Joanna Julia Karolina Katarzyna Lena "
            "Magdalena Maja Marta Monika Natalia Oliwia Zofia Zuzanna"
        ),
        _split(
            "Adam Andrzej Antoni Filip Grzegorz Jakub Jan Kacper Krzysztof Marcin Marek "
            "Mateusz Michal Pawel Piotr Szymon Tomasz Wojciech"
        ),
    ),
    Community(
        (("H", "Indian or British Indian"),),
        55,
        _split(
            "Bains Chahal Chopra Dhaliwal Gill Grewal Joshi Kaur Kumar Mehta Patel Randhawa "
            "Sahota Sandhu Sharma Sidhu Singh Thakur Verma Virk"
        ),
        _split(
            "Amrit Anjali Asha Baljit Deepa Gurpreet Harjit Ishani Jasmin Jaspreet Kavita "
            "Kiran Lakshmi Manjit Meena Neha Parminder Pooja Priya Rupinder Simran Sunita"
        ),
        _split(
            "Ajay Amarjit Anil Arjun Baldev Balwinder Deepak Gurdeep Harbhajan Hardeep "
            "Jagdish Karan Manpreet Mohan Nikhil Paramjit Rajesh Ravi Rohan Sukhdev Surinder "
            "Vikram"
        ),
    ),
    Community(
        (("J", "Pakistani or British Pakistani"), ("K", "Bangladeshi or British Bangladeshi")),
        50,
        _split(
            "Ahmed Akhtar Ali Ashraf Aziz Butt Choudhury Hussain Iqbal Islam Khan Khatun "
            "Mahmood Malik Miah Mirza Qureshi Rahman Raza Saddiq Uddin Yousaf"
        ),
        _split(
            "Aaliyah Aisha Amina Asma Bushra Fatima Farzana Hafsa Iqra Khadija Maryam Nadia "
            "Nasreen Parveen Rukhsana Saima Samina Sana Shazia Sumaiya Yasmin Zainab"
        ),
        _split(
            "Abdul Adeel Amir Bilal Farooq Hamza Haroon Ibrahim Imran Javed Kashif Khalid "
            "Mohammed Nadeem Omar Rashid Saeed Shahid Tariq Usman Yusuf Zubair"
        ),
    ),
    Community(
        (("M", "Caribbean"), ("N", "African"), ("F", "Mixed white and Black African")),
        35,
        _split(
            "Abara Adeyemi Afolabi Asante Bailey Barrett Boateng Brown Campbell Chukwu Clarke "
            "Francis Gordon Grant Mensah Mutasa Ndlovu Nkosi Nwosu Okafor Okeke Olawale Osei "
            "Reid Samuels"
        ),
        _split(
            "Abena Adaeze Ama Beverley Blessing Chiamaka Comfort Ebony Efua Esther Gloria "
            "Grace Ifeoma Jada Joy Marcia Merlene Naomi Ngozi Precious Shanice Sharlene "
            "Tanisha Yewande"
        ),
        _split(
            "Akin Anthony Carlton Chidi Clive Daniel Delroy Emeka Emmanuel Everton Kwabena "
            "Kwame Leroy Marcus Nathaniel Obinna Patrick Samuel Tendai Tobi Tunde Winston "
            "Xavier Zion"
        ),
    ),
    Community(
        (("R", "Chinese"), ("L", "Any other Asian background")),
        12,
        _split("Chan Chen Cheung Ho Lam Lau Lee Leung Lin Ng Nguyen Tang Tran Wong Wu Yip Zhang"),
        _split("Amy Grace Hui Jia Joyce Linh Mei Ming Sophie Vivian Wai Winnie Xin Yan Ying"),
        _split(
            "Alan Cheng Chun Daniel Hao Henry Jun Kevin Ming Minh Raymond Tuan Vincent Wei Wing Yi"
        ),
    ),
)

NICKNAMES = {
    "Margaret": "Maggie",
    "Elizabeth": "Liz",
    "Catherine": "Cath",
    "Patricia": "Pat",
    "Susan": "Sue",
    "Deborah": "Debbie",
    "Christine": "Chris",
    "Dorothy": "Dot",
    "Kathleen": "Kath",
    "Samantha": "Sam",
    "William": "Bill",
    "Robert": "Bob",
    "Richard": "Rick",
    "Anthony": "Tony",
    "Michael": "Mick",
    "Kenneth": "Ken",
    "Ronald": "Ron",
    "Stephen": "Steve",
    "Christopher": "Chris",
    "Andrew": "Andy",
    "Thomas": "Tom",
    "Daniel": "Dan",
    "Benjamin": "Ben",
    "Joseph": "Joe",
    "Frederick": "Fred",
    "Rebecca": "Becky",
    "Jessica": "Jess",
    "Abigail": "Abby",
    "Matthew": "Matt",
    "Nicholas": "Nick",
    "Joshua": "Josh",
    "Philip": "Phil",
    "Terence": "Terry",
    "Raymond": "Ray",
    "Leonard": "Len",
    "Jacqueline": "Jackie",
    "Pamela": "Pam",
    "Victoria": "Vicky",
    "Timothy": "Tim",
    "Gwendoline": "Gwen",
}


def forenames(community: Community, sex: str, born: int) -> tuple[str, ...]:
    """Return the names that a child of this community was given around that year."""
    own = community.female if sex == "female" else community.male
    if own:
        return own
    if born < 1952:
        return FEMALE_OLD if sex == "female" else MALE_OLD
    if born < 1985:
        return FEMALE_MIDDLE if sex == "female" else MALE_MIDDLE
    return FEMALE_YOUNG if sex == "female" else MALE_YOUNG
