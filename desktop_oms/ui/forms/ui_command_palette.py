# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'command_palette.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QFrame, QHBoxLayout, QLabel,
    QLineEdit, QScrollArea, QSizePolicy, QSpacerItem,
    QVBoxLayout, QWidget)

from desktop_oms.ui.widgets.banner import IconLabel
from desktop_oms.ui.widgets.keys import KeyLabel
from desktop_oms.ui.widgets.palette_list import PaletteList

class Ui_CommandPalette(object):
    def setupUi(self, CommandPalette):
        if not CommandPalette.objectName():
            CommandPalette.setObjectName(u"CommandPalette")
        CommandPalette.setProperty(u"role", u"overlay")
        self.layout1 = QVBoxLayout(CommandPalette)
        self.layout1.setSpacing(0)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(1, 1, 1, 1)
        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(12)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(20, 12, 20, 12)
        self.paletteIcon = IconLabel(CommandPalette)
        self.paletteIcon.setObjectName(u"paletteIcon")

        self.layout2.addWidget(self.paletteIcon)

        self.paletteEdit = QLineEdit(CommandPalette)
        self.paletteEdit.setObjectName(u"paletteEdit")
        self.paletteEdit.setProperty(u"role", u"palette")

        self.layout2.addWidget(self.paletteEdit)

        self.paletteCount = QLabel(CommandPalette)
        self.paletteCount.setObjectName(u"paletteCount")
        self.paletteCount.setTextFormat(Qt.TextFormat.PlainText)
        self.paletteCount.setProperty(u"role", u"caption")
        self.paletteCount.setText(u"")

        self.layout2.addWidget(self.paletteCount)


        self.layout1.addLayout(self.layout2)

        self.paletteRule = QFrame(CommandPalette)
        self.paletteRule.setObjectName(u"paletteRule")
        self.paletteRule.setProperty(u"role", u"rule")

        self.layout1.addWidget(self.paletteRule)

        self.paletteScroll = QScrollArea(CommandPalette)
        self.paletteScroll.setObjectName(u"paletteScroll")
        self.paletteScroll.setWidgetResizable(True)
        self.paletteScroll.setFrameShape(QFrame.Shape.NoFrame)
        self.paletteScroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.paletteScroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.paletteView = PaletteList()
        self.paletteView.setObjectName(u"paletteView")
        self.paletteScroll.setWidget(self.paletteView)

        self.layout1.addWidget(self.paletteScroll)

        self.paletteFoot = QFrame(CommandPalette)
        self.paletteFoot.setObjectName(u"paletteFoot")
        self.layout3 = QHBoxLayout(self.paletteFoot)
        self.layout3.setSpacing(8)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(20, 8, 20, 8)
        self.moveKeys = KeyLabel(self.paletteFoot)
        self.moveKeys.setObjectName(u"moveKeys")

        self.layout3.addWidget(self.moveKeys)

        self.moveLabel = QLabel(self.paletteFoot)
        self.moveLabel.setObjectName(u"moveLabel")
        self.moveLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.moveLabel.setProperty(u"role", u"caption")

        self.layout3.addWidget(self.moveLabel)

        self.openKeys = KeyLabel(self.paletteFoot)
        self.openKeys.setObjectName(u"openKeys")

        self.layout3.addWidget(self.openKeys)

        self.openLabel = QLabel(self.paletteFoot)
        self.openLabel.setObjectName(u"openLabel")
        self.openLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.openLabel.setProperty(u"role", u"caption")

        self.layout3.addWidget(self.openLabel)

        self.spacer1 = QSpacerItem(10, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout3.addItem(self.spacer1)

        self.narrowLabel = QLabel(self.paletteFoot)
        self.narrowLabel.setObjectName(u"narrowLabel")
        self.narrowLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.narrowLabel.setProperty(u"role", u"caption")

        self.layout3.addWidget(self.narrowLabel)

        self.doKey = KeyLabel(self.paletteFoot)
        self.doKey.setObjectName(u"doKey")

        self.layout3.addWidget(self.doKey)

        self.doLabel = QLabel(self.paletteFoot)
        self.doLabel.setObjectName(u"doLabel")
        self.doLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.doLabel.setProperty(u"role", u"caption")

        self.layout3.addWidget(self.doLabel)

        self.orderKey = KeyLabel(self.paletteFoot)
        self.orderKey.setObjectName(u"orderKey")

        self.layout3.addWidget(self.orderKey)

        self.orderLabel = QLabel(self.paletteFoot)
        self.orderLabel.setObjectName(u"orderLabel")
        self.orderLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.orderLabel.setProperty(u"role", u"caption")

        self.layout3.addWidget(self.orderLabel)

        self.stockKey = KeyLabel(self.paletteFoot)
        self.stockKey.setObjectName(u"stockKey")

        self.layout3.addWidget(self.stockKey)

        self.stockLabel = QLabel(self.paletteFoot)
        self.stockLabel.setObjectName(u"stockLabel")
        self.stockLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.stockLabel.setProperty(u"role", u"caption")

        self.layout3.addWidget(self.stockLabel)

        self.peopleKey = KeyLabel(self.paletteFoot)
        self.peopleKey.setObjectName(u"peopleKey")

        self.layout3.addWidget(self.peopleKey)

        self.peopleLabel = QLabel(self.paletteFoot)
        self.peopleLabel.setObjectName(u"peopleLabel")
        self.peopleLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.peopleLabel.setProperty(u"role", u"caption")

        self.layout3.addWidget(self.peopleLabel)


        self.layout1.addWidget(self.paletteFoot)

        self.layout1.setStretch(2, 1)

        self.retranslateUi(CommandPalette)

        QMetaObject.connectSlotsByName(CommandPalette)
    # setupUi

    def retranslateUi(self, CommandPalette):
        self.paletteEdit.setPlaceholderText(QCoreApplication.translate("CommandPalette", u"palette.hint", None))
        self.moveLabel.setText(QCoreApplication.translate("CommandPalette", u"palette.move", None))
        self.openLabel.setText(QCoreApplication.translate("CommandPalette", u"palette.open", None))
        self.narrowLabel.setText(QCoreApplication.translate("CommandPalette", u"palette.narrow", None))
        self.doLabel.setText(QCoreApplication.translate("CommandPalette", u"palette.do", None))
        self.orderLabel.setText(QCoreApplication.translate("CommandPalette", u"palette.orders", None))
        self.stockLabel.setText(QCoreApplication.translate("CommandPalette", u"palette.stock", None))
        self.peopleLabel.setText(QCoreApplication.translate("CommandPalette", u"palette.people", None))
        pass
    # retranslateUi

